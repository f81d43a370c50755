package io.plainsight.app.launcher;

import io.plainsight.app.catalogue.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A small copy of the source tree with the real launcher in it, and a machine around it that has only what a test gives. */
final class LauncherTree {
    private static final List<String> SYSTEM_TOOLS = List.of(
            "awk",
            "basename",
            "bash",
            "cat",
            "chmod",
            "cksum",
            "cp",
            "dirname",
            "du",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "sort",
            "tail",
            "tee",
            "touch");

    final Path home;
    final Path jdks;
    private final Path calls;
    private final Path tools;
    private final Map<String, String> environment = new HashMap<>();

    /** What a run of the launcher gave. */
    record Result(int exitCode, String out, String err) {}

    LauncherTree(Path directory) throws IOException {
        home = Files.createDirectories(directory.resolve("a tree with spaces"));
        jdks = Files.createDirectories(directory.resolve("jdks"));
        tools = Files.createDirectories(directory.resolve("tools"));
        calls = directory.resolve("calls");
        Files.createFile(calls);
        Files.copy(Catalogue.directory().resolveSibling("plainsight"), home.resolve("plainsight"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("app/src/main/java"));
        Files.writeString(home.resolve("app/pom.xml"), "<project/>");
        Files.writeString(source(), "class Main {}");
        for (String tool : SYSTEM_TOOLS) {
            Path found = Path.of("/usr/bin", tool);
            // no links: they would lead out of the temporary directory
            write(
                    tools.resolve(tool),
                    "#!/bin/sh\nexec " + (Files.exists(found) ? found : "/bin/" + tool) + " \"$@\"\n");
        }
        script(tools.resolve("id"), "echo 1000"); // no root, whoever runs the test
        environment.put("PATH", tools.toString());
        environment.put("PLAINSIGHT_JVM_DIRS", jdks.toString());
        environment.put("CALLS", calls.toString());
    }

    Path source() {
        return home.resolve("app/src/main/java/Main.java");
    }

    Path launcher() {
        return home.resolve("plainsight");
    }

    LauncherTree with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Installs a JDK whose java records its home and arguments. */
    Path installJdk(String name, String version) throws IOException {
        Path jdk = installRuntime(name, version);
        script(jdk.resolve("bin/javac"), "exit 0");
        return jdk;
    }

    /** Installs a Java without a compiler. */
    Path installRuntime(String name, String version) throws IOException {
        Path jdk = jdks.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), """
                case " $* " in *ArchiveClassesAtExit=*)
                  file=$(printf '%s\\n' "$@" | sed -n 's/^-XX:ArchiveClassesAtExit=//p')
                  echo classes > "$file"; exit 0 ;;
                esac
                { printf 'java %s' "${0%/bin/java}"; printf ' [%s]' "$@"; echo; } >> "$CALLS"
                """);
        return jdk;
    }

    /** Installs a Maven that records its call and makes a jar. */
    void installMaven() throws IOException {
        installMaven(
                "mkdir -p app/target; echo jar > app/target/plainsight.jar\necho '[INFO] Building Plainsight app 1'");
    }

    void installMaven(String body) throws IOException {
        script(tools.resolve("mvn"), "echo \"mvn $JAVA_HOME $*\" >> \"$CALLS\"\n" + body);
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return finish(start(launcher(), home.getParent(), arguments));
    }

    Process start(Path launcher, Path workingDirectory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tools.resolve("bash").toString(), launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Result finish(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    /** The calls of {@code mvn} or {@code java} so far. */
    List<String> calls(String program) throws IOException {
        return Files.readAllLines(calls).stream()
                .filter(line -> line.startsWith(program + " "))
                .toList();
    }

    static void script(Path file, String body) throws IOException {
        write(file, "#!/usr/bin/env bash\n" + body + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
