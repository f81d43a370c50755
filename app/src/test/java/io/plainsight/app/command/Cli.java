package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What one command line gave.
 *
 * @param exitCode of the process
 * @param out standard output
 * @param err standard error, without the log
 */
record Cli(int exitCode, String out, String err) {
    /** Runs a command line in this process, without a terminal. */
    static Cli run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        // one process runs one command; here many follow each other, and each registers its metrics
        CollectorRegistry.defaultRegistry.clear();
        int exitCode = Main.run(new Terminal(out, err, false, Terminal.DEFAULT_WIDTH), texts);
        return new Cli(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
