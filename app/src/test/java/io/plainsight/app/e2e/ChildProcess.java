package io.plainsight.app.e2e;

import io.plainsight.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as a process of its own, as a user starts it. */
final class ChildProcess implements AutoCloseable {
    private final String commandLine;
    private final Process process;
    private final Lines output;
    private final Lines errors;

    private ChildProcess(String commandLine, Process process) {
        this.commandLine = commandLine;
        this.process = process;
        this.output = new Lines(process.getInputStream());
        this.errors = new Lines(process.getErrorStream());
    }

    /** @param temporary what the process takes for its directory of temporary files */
    static ChildProcess start(Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-XX:+IgnoreUnrecognizedVMOptions",
                // as the launcher does on JDK 24 and newer: Kafka and JNA load native libraries
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ChildProcess(String.join(" ", arguments), new ProcessBuilder(command).start());
    }

    /** Waits for a line on standard output that contains {@code pattern}; gives its first group, or the match. */
    String awaitOutput(Pattern pattern) throws InterruptedException {
        String[] found = new String[1];
        Await.until(
                pattern + " on the output of: " + commandLine,
                () -> {
                    found[0] = firstMatch(pattern);
                    if (found[0] == null && !process.isAlive()) {
                        throw new IllegalStateException("ended with " + process.exitValue());
                    }
                    return found[0] != null;
                },
                this::get);
        return found[0];
    }

    private String firstMatch(Pattern pattern) {
        for (String line : output.all()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.group(matcher.groupCount() == 0 ? 0 : 1);
            }
        }
        return null;
    }

    /** Waits for the end; afterwards the output is whole. */
    int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            signal("QUIT"); // its threads, into its output
            process.waitFor(2, TimeUnit.SECONDS);
            throw new AssertionError("still running: " + commandLine + "\n" + get());
        }
        output.join();
        errors.join();
        return process.exitValue();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Writes the objects of its heap that are in use to a file. */
    void dumpHeap(Path file) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process dump = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.heap_dump", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dump.waitFor() != 0) {
            throw new IOException("no heap dump: " + said);
        }
    }

    /** kill -9. */
    void kill() throws InterruptedException, IOException {
        process.destroyForcibly();
        awaitExit();
    }

    List<String> output() {
        return output.all();
    }

    /** Standard error, and so the log. */
    List<String> errors() {
        return errors.all();
    }

    /** What it wrote, for the message of a failed test. */
    String get() {
        return "output:\n" + String.join("\n", output()) + "\nerrors:\n" + String.join("\n", errors());
    }

    @Override
    public void close() throws InterruptedException, IOException {
        if (process.isAlive()) {
            kill();
        }
    }

    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;

        Lines(InputStream stream) {
            reader = new Thread(() -> read(stream), "child-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> all() {
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }

        void join() throws InterruptedException {
            reader.join();
        }
    }
}
