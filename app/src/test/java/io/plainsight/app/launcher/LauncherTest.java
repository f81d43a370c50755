package io.plainsight.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.launcher.LauncherTree.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./plainsight}: what it installs, when it builds, which Java it takes. */
class LauncherTest {
    @TempDir
    private Path directory;

    private LauncherTree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = new LauncherTree(directory);
    }

    @Test
    void shouldSayHowToInstallWhatIsMissing() throws Exception {
        Result result = tree.run("run");

        assertThat(result.err())
                .isEqualTo("plainsight: missing: a JDK 17 or newer, Maven\n"
                        + "plainsight: install with:  sudo apt-get update && sudo apt-get install -y"
                        + " --no-install-recommends openjdk-17-jdk-headless maven\n");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldAskForMavenAloneWhereThereIsAJdk() throws Exception {
        tree.installJdk("jdk-21", "21.0.2");

        Result result = tree.run("run");

        assertThat(result.err()).endsWith("sudo apt-get install -y --no-install-recommends maven\n");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldBuildOnceAndPassTheArgumentsOn() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();

        Result first = tree.run("analyze", "a file.pcap", "*");
        Result second = tree.run("analyze", "a file.pcap", "*");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).isEmpty();
        assertThat(first.err()).contains("building", "Plainsight app");
        assertThat(second).isEqualTo(new Result(0, "", ""));
        assertThat(tree.calls("mvn")).hasSize(1).first().asString().endsWith("package -Dmaven.test.skip=true");
        assertThat(tree.calls("java")).hasSize(2).allSatisfy(call -> assertThat(call)
                .contains("[-jar] [" + tree.home.resolve("app/target/plainsight.jar") + "]")
                .endsWith("[analyze] [a file.pcap] [*]"));
    }

    @Test
    void shouldBuildAgainWhenASourceChangedAppearedOrWent() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();
        tree.run("--version");

        Files.writeString(tree.source(), "class Main { int changed; }");
        tree.run("--version");
        Path added = Files.writeString(tree.source().resolveSibling("Added.java"), "class Added {}");
        tree.run("--version");
        Files.delete(added);
        tree.run("--version");

        assertThat(tree.calls("mvn")).hasSize(4);
    }

    @Test
    void shouldSayWhyTheBuildFailedAndBuildAtTheNextRun() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven("echo '[INFO] Scanning'; echo '[ERROR] Main.java:[1,7] cannot find symbol'; exit 1");

        Result failed = tree.run("--version");

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.err())
                .contains("[ERROR] Main.java:[1,7] cannot find symbol")
                .contains("the build failed; the whole log is " + tree.home.resolve("target/build.log"));
        tree.installMaven();
        assertThat(tree.run("--version").exitCode()).isZero();
    }

    @Test
    void shouldNotTakeAnInterruptedBuildForDone() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();
        tree.run("--version");
        String before = Files.readString(tree.source());
        var modified = Files.getLastModifiedTime(tree.source());

        Files.writeString(tree.source(), "class Main { int changed; }");
        tree.installMaven("echo half > app/target/plainsight.jar; kill -TERM $PPID; exit 143");
        tree.run("--version");
        Files.writeString(tree.source(), before);
        Files.setLastModifiedTime(tree.source(), modified);
        tree.installMaven();
        tree.run("--version");

        assertThat(tree.calls("mvn")).hasSize(3);
        assertThat(tree.home.resolve("app/target/plainsight.jar")).hasContent("jar\n");
    }

    @Test
    void shouldBuildOnceForTwoFirstRunsAtTheSameTime() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        // the first build ends when the second run has come as far as the lock
        tree.installMaven("mkdir -p app/target; while ! [ -e waiting ]; do sleep 0.05; done\n"
                + "echo jar > app/target/plainsight.jar");
        Process first = tree.start(tree.launcher(), tree.home, "--version");
        while (tree.calls("mvn").isEmpty()) {
            Thread.onSpinWait();
        }

        Process second = tree.start(tree.launcher(), tree.home, "--version");
        String waiting = second.errorReader().readLine();
        Files.createFile(tree.home.resolve("waiting"));

        assertThat(LauncherTree.finish(first).exitCode()).isZero();
        assertThat(LauncherTree.finish(second).exitCode()).isZero();
        assertThat(waiting).contains("another run is building; waiting for it");
        assertThat(tree.calls("mvn")).hasSize(1);
        assertThat(tree.calls("java")).hasSize(2);
    }

    @Test
    void shouldWorkThroughALinkFromAnotherDirectory() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();
        Path link = Files.createSymbolicLink(directory.resolve("link"), tree.launcher());

        Result result = LauncherTree.finish(tree.start(link, Path.of("/"), "--version"));

        assertThat(result.exitCode()).isZero();
        assertThat(tree.home.resolve("app/target/plainsight.jar")).exists();
    }

    @Test
    void shouldRunFromATreeThatMayNotBeWrittenToOnceItIsBuilt() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();
        tree.run("--version");
        List<Path> before = files();

        // a stand-in for a read-only file system, since root may write everywhere
        tree.installMaven("exit 1");
        Result result = tree.run("--version");

        assertThat(result).isEqualTo(new Result(0, "", ""));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldTakeTheNewestJdkAndPassOverRuntimesAndOldOnes() throws Exception {
        tree.installJdk("jdk-8", "1.8.0_402");
        Path best = tree.installJdk("jdk-21", "21.0.2");
        tree.installJdk("jdk-17", "17.0.15");
        Path runtime = tree.installRuntime("jre-25", "25");
        tree.installMaven();

        tree.with("JAVA_HOME", runtime.toString()).run("--version");

        assertThat(tree.calls("mvn")).first().asString().startsWith("mvn " + best + " ");
        assertThat(tree.calls("java")).first().asString().startsWith("java " + best + " ");
    }

    @Test
    void shouldTakeTheJdkThatIsAskedForWithoutBuildingAgain() throws Exception {
        tree.installJdk("jdk-21", "21.0.2");
        Path asked = tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();
        tree.run("--version");

        Result result = tree.with("PLAINSIGHT_JAVA_HOME", asked.toString()).run("--version");

        assertThat(result.exitCode()).isZero();
        assertThat(tree.calls("mvn")).hasSize(1);
        assertThat(tree.calls("java")).last().asString().startsWith("java " + asked + " ");
    }

    @Test
    void shouldRefuseAJavaThatIsAskedForAndWillNotDo() throws Exception {
        Path old = tree.installJdk("jdk-11", "11.0.22");
        Path runtime = tree.installRuntime("jre-21", "21.0.2");
        tree.installMaven();

        assertThat(tree.with("PLAINSIGHT_JAVA_HOME", old.toString())
                        .run("--version")
                        .err())
                .isEqualTo("plainsight: PLAINSIGHT_JAVA_HOME=" + old + " is Java 11; 17 or newer is needed\n");
        assertThat(tree.with("PLAINSIGHT_JAVA_HOME", "/none").run("--version").err())
                .isEqualTo("plainsight: PLAINSIGHT_JAVA_HOME=/none holds no bin/java\n");
        Result result = tree.with("PLAINSIGHT_JAVA_HOME", runtime.toString()).run("--version");
        assertThat(result.err())
                .isEqualTo("plainsight: PLAINSIGHT_JAVA_HOME=" + runtime
                        + " holds no bin/javac; to build, a JDK is needed, not a runtime only\n");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSpareTheSecondCompilerWhereASensorHasLittleToRead() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();
        Path little = Files.createFile(directory.resolve("little capture.pcap"));
        Path much = directory.resolve("much.pcap");
        try (RandomAccessFile sparse = new RandomAccessFile(much.toFile(), "rw")) {
            sparse.setLength((1L << 30) + 1);
        }

        tree.run("sensor", "--output", "-", "--pcap", little.toString());
        assertThat(tree.calls("java")).last().asString().contains("[-XX:TieredStopAtLevel=1]");
        tree.run("sensor", "--output", "-", "--pcap=" + much);
        assertThat(tree.calls("java")).last().asString().doesNotContain("TieredStopAtLevel");
        for (String endless : List.of(
                "--interface=eth0",
                "--follow",
                "--netflow=2055",
                "--sflow=6343",
                "--flow-log-listen=127.0.0.1:8443",
                "--flow-log-queue=https://sqs.eu-west-2.amazonaws.com/1/q")) {
            tree.run("sensor", "--output", "-", "--pcap", little.toString(), endless);
            assertThat(tree.calls("java")).last().asString().as(endless).doesNotContain("TieredStopAtLevel");
        }
    }

    @Test
    void shouldGiveTheProcessWithTheBrokerAQuarterOfTheMemoryUpToTwoGigabytes() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();

        tree.run("run", "--pcap", "a.pcap");

        assertThat(tree.calls("java"))
                .last()
                .asString()
                .contains(memoryMebibytes() < 7600 ? "[-Xmx1g]" : "[-Xmx2g]", "[-XX:+UseParallelGC]");
    }

    private static long memoryMebibytes() throws IOException {
        long machine = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
        Path limit = Path.of("/sys/fs/cgroup/memory.max");
        String container = Files.isReadable(limit) ? Files.readString(limit).strip() : "max";
        return container.equals("max") ? machine : Math.min(machine, Long.parseLong(container) >> 20);
    }

    @Test
    void shouldGiveFurtherOptionsToTheJvm() throws Exception {
        tree.installJdk("jdk-17", "17.0.15");
        tree.installMaven();

        tree.with("PLAINSIGHT_JAVA_OPTS", "-Xmx3g -Done=*").run("run");

        assertThat(tree.calls("java")).first().asString().contains("[-Xmx3g] [-Done=*] [-jar]");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(tree.home)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
