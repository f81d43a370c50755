package io.plainsight.app.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs programs of the host. */
public final class Command {
    private Command() {}

    /** Runs to the end and gives what was written; fails when the program does. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + ": exit " + status + ": " + output);
        }
        return output;
    }

    /** Skips the calling test unless it is run by root; in CI it must be. */
    public static void requireRoot() {
        if (!isRoot() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("must be run by root in CI: it makes network namespaces");
        }
        assumeTrue(isRoot(), "must be run by root: it makes network namespaces");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
