package io.plainsight.app.process;

import io.plainsight.app.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program in a process of its own, as a user runs it. Its lines are read as they come. */
public final class Program implements AutoCloseable {
    private final String commandLine;
    private final Process process;
    private final Lines output;
    private final Lines errors;

    private Program(String commandLine, Process process) {
        this.commandLine = commandLine;
        this.process = process;
        output = new Lines(process.getInputStream());
        errors = new Lines(process.getErrorStream());
    }

    public static Program start(String... arguments) throws IOException {
        return start(List.of(), List.of(), arguments);
    }

    /** @param starter a command that runs the one behind it, such as setpriv(1) */
    public static Program startBy(List<String> starter, String... arguments) throws IOException {
        return start(starter, List.of(), arguments);
    }

    /** @param temporary what the process takes for its directory of temporary files */
    public static Program startIn(Path temporary, String... arguments) throws IOException {
        return start(List.of(), List.of("-Djava.io.tmpdir=" + temporary), arguments);
    }

    private static Program start(List<String> starter, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // as the launcher does on JDK 24 and newer: Kafka and JNA load native libraries
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new Program(String.join(" ", arguments), new ProcessBuilder(command).start());
    }

    /** The first line of standard output that fits; fails when the program ends without one. */
    public String awaitOutput(Predicate<String> fits) throws InterruptedException {
        return await(output, fits);
    }

    /** Waits for a line of standard output that holds {@code pattern}; gives its first group, or the match. */
    public String awaitOutput(Pattern pattern) throws InterruptedException {
        Matcher matcher = pattern.matcher(awaitOutput(pattern.asPredicate()));
        if (!matcher.find()) {
            throw new IllegalStateException("no longer a match: " + pattern);
        }
        return matcher.group(matcher.groupCount() == 0 ? 0 : 1);
    }

    /** The first line of standard error that fits; fails when the program ends without one. */
    public String awaitError(Predicate<String> fits) throws InterruptedException {
        return await(errors, fits);
    }

    private String await(Lines lines, Predicate<String> fits) throws InterruptedException {
        String line = lines.await(fits, Await.PATIENCE);
        if (line == null) {
            throw new AssertionError("without the line that was waited for: " + commandLine + "\n" + this);
        }
        return line;
    }

    /** Ctrl-C. */
    public void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Command.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** As a power cut would. */
    public void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits for the end; afterwards the output is whole. */
    public int awaitExit() throws IOException, InterruptedException {
        if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            signal("QUIT"); // its threads, into its output
            process.waitFor(2, TimeUnit.SECONDS);
            throw new AssertionError("still running: " + commandLine + "\n" + this);
        }
        output.join();
        errors.join();
        return process.exitValue();
    }

    /** Writes the objects of its heap that are in use to a file. */
    public void dumpHeap(Path file) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process dump = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.heap_dump", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dump.waitFor() != 0) {
            throw new IOException("no heap dump: " + said);
        }
    }

    public List<String> output() {
        return output.all();
    }

    /** Standard error, and so the log. */
    public List<String> errors() {
        return errors.all();
    }

    /** What it wrote, for the message of a failed test. */
    @Override
    public String toString() {
        return "output:\n" + String.join("\n", output()) + "\nerrors:\n" + String.join("\n", errors());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
