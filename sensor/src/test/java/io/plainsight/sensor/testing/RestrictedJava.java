package io.plainsight.sensor.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a class in a Java process without certain Linux capabilities, so that a test run by root sees what a user sees.
 */
public final class RestrictedJava {
    private RestrictedJava() {}

    /**
     * Runs {@code main} to its end.
     *
     * @param capabilities to take away, as setpriv(1) spells them, with commas
     * @return what the process wrote
     */
    public static String run(String capabilities, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        String minus = Arrays.stream(capabilities.split(","))
                .map(name -> "-" + name)
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        return runAs(minus, main, arguments);
    }

    /**
     * Runs {@code main} to its end with nothing but the capabilities given.
     *
     * @return what the process wrote
     */
    public static String runWith(String capabilities, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return runAs("-all,+" + capabilities, main, arguments);
    }

    private static String runAs(String set, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--bounding-set", set, "--inh-caps", set));
        }
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Skips the calling test unless it is run by root; in CI it must be. */
    public static void requireRoot() {
        if (!isRoot() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("must be run by root in CI: it makes network namespaces");
        }
        assumeTrue(isRoot(), "must be run by root: it makes network namespaces");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
