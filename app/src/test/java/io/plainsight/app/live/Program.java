package io.plainsight.app.live;

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
import java.util.function.Predicate;

/** The program in a process of its own, as a user runs it. Its lines are read as they come. */
public final class Program implements AutoCloseable {
    private final Process process;
    private final Lines output;
    private final Lines errors;

    private Program(Process process) {
        this.process = process;
        output = new Lines(process.getInputStream());
        errors = new Lines(process.getErrorStream());
    }

    public static Program start(String... arguments) throws IOException {
        return startBy(List.of(), arguments);
    }

    /** @param starter a command that runs the one behind it, such as setpriv(1) */
    public static Program startBy(List<String> starter, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new Program(new ProcessBuilder(command).start());
    }

    /** The first line of standard output that fits; fails when the program ends without one. */
    public String awaitOutput(Predicate<String> fits) throws InterruptedException {
        return await(output, fits);
    }

    /** The first line of standard error that fits; fails when the program ends without one. */
    public String awaitError(Predicate<String> fits) throws InterruptedException {
        return await(errors, fits);
    }

    private String await(Lines lines, Predicate<String> fits) throws InterruptedException {
        String line = lines.await(fits);
        if (line == null) {
            throw new AssertionError("the program ended without the line that was waited for:\n" + this);
        }
        return line;
    }

    /** Ctrl-C. */
    public void interrupt() throws IOException, InterruptedException {
        Command.run("kill", "-INT", Long.toString(process.pid()));
    }

    /** As a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    public int awaitExit() throws InterruptedException {
        output.reader.join();
        errors.reader.join();
        return process.waitFor();
    }

    public List<String> output() {
        return output.all();
    }

    public List<String> errors() {
        return errors.all();
    }

    @Override
    public String toString() {
        return "output:\n" + String.join("\n", output()) + "\nerrors:\n" + String.join("\n", errors());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;
        private boolean ended;

        Lines(InputStream stream) {
            reader = new Thread(() -> read(stream), "program-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        /** The first line that fits, or null when the stream ends without one. */
        synchronized String await(Predicate<String> fits) throws InterruptedException {
            int next = 0;
            while (true) {
                for (; next < lines.size(); next++) {
                    if (fits.test(lines.get(next))) {
                        return lines.get(next);
                    }
                }
                if (ended) {
                    return null;
                }
                wait();
            }
        }

        synchronized List<String> all() {
            return List.copyOf(lines);
        }
    }
}
