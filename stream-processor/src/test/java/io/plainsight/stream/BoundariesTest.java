package io.plainsight.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class BoundariesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.plainsight.stream");

    @Test
    void shouldKeepKafkaOutOfJudgementsAndPolicy() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Judge")
                .or()
                .resideInAPackage("..policy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepDetectorsApart() {
        slices().matching("io.plainsight.stream.detection.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void shouldDependOnTheContractAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.plainsight.sensor..", "io.plainsight.alerting..", "io.plainsight.app..")
                .check(CLASSES);
    }
}
