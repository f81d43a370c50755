package io.plainsight.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The boundaries of docs/architecture.md. */
@AnalyzeClasses(
        packages = "io.plainsight",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {
    /** The tests of other modules that are used here come in a jar, where they do not look like tests. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule eventsShouldKnowNoOtherPart = noClasses()
            .that()
            .resideInAPackage("io.plainsight.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.plainsight.sensor..",
                    "io.plainsight.stream..",
                    "io.plainsight.alerting..",
                    "io.plainsight.app..");

    @ArchTest
    static final ArchRule sensorShouldKnowOnlyEvents = noClasses()
            .that()
            .resideInAPackage("io.plainsight.sensor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.plainsight.stream..", "io.plainsight.alerting..", "io.plainsight.app..");

    @ArchTest
    static final ArchRule streamProcessorShouldKnowOnlyEvents = noClasses()
            .that()
            .resideInAPackage("io.plainsight.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.plainsight.sensor..", "io.plainsight.alerting..", "io.plainsight.app..");

    @ArchTest
    static final ArchRule alertingShouldKnowOnlyEvents = noClasses()
            .that()
            .resideInAPackage("io.plainsight.alerting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.plainsight.sensor..", "io.plainsight.stream..", "io.plainsight.app..");

    @ArchTest
    static final ArchRule decodingShouldNotKnowWhatComesAfterIt = noClasses()
            .that()
            .resideInAnyPackage("io.plainsight.sensor.capture..", "io.plainsight.sensor.decode..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.plainsight.sensor.flow..",
                    "io.plainsight.sensor.tcp..",
                    "io.plainsight.sensor.dissect..",
                    "io.plainsight.sensor.tls..",
                    "io.plainsight.sensor.observe..",
                    "io.plainsight.sensor.publish..");

    @ArchTest
    static final ArchRule onlyPublishingShouldKnowKafka = noClasses()
            .that()
            .resideInAPackage("io.plainsight.sensor..")
            .and()
            .resideOutsideOfPackage("io.plainsight.sensor.publish..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule theSensorsPackagesShouldFormNoCircle =
            slices().matching("io.plainsight.sensor.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule detectorsShouldNotKnowOneAnother = slices().matching("io.plainsight.stream.detection.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                            "io.plainsight.stream.detection"));
}
