package io.plainsight.app.command;

import io.plainsight.app.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runs a command line in a process whose user may not read everything, also when root runs the tests. */
final class OtherUser {
    private static final String READING = "-dac_override,-dac_read_search";

    private OtherUser() {}

    /** Runs the command line while nobody has any right to {@code closed}. */
    static Cli runWithClosed(Path closed, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--bounding-set", READING, "--inh-caps", READING));
        }
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path errors = Files.createTempFile("plainsight", ".err");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Cli(process.waitFor(), out, Files.readString(errors));
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
            Files.delete(errors);
        }
    }
}
