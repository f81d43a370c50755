package io.plainsight.stream.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads an inventory of certificates: PEM files, directories of them, and CSV files. Reports everything that is wrong at
 * once. Not thread-safe, used once.
 */
public final class InventoryReader {
    /** A CSV of {@link Inventory#MAX_ENTRIES} lines stays below this. */
    private static final long MAX_FILE_BYTES = 256L << 20;

    private static final int MAX_PROBLEMS = 10_000;

    private final List<Inventory.Entry> entries = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private InventoryReader() {}

    /**
     * Reads files, and of directories the files {@code *.pem}, {@code *.crt}, {@code *.cer} and {@code *.csv} in name order.
     *
     * @throws InventoryException when one cannot be read or is wrong, or there is no certificate in a file that was named
     */
    public static Inventory read(List<Path> paths) throws InventoryException {
        InventoryReader reader = new InventoryReader();
        for (Path path : paths) {
            reader.readPath(path);
        }
        if (reader.entries.size() > Inventory.MAX_ENTRIES) {
            reader.problem(paths.get(0) + ": more than " + Inventory.MAX_ENTRIES
                    + " certificates; import those of the services that this instance watches");
        }
        if (!reader.problems.isEmpty()) {
            throw new InventoryException(reader.problems);
        }
        return new Inventory(reader.entries);
    }

    private void readPath(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                int before = entries.size() + problems.size();
                readFile(path);
                if (entries.size() + problems.size() == before) {
                    problem(path + ": no certificate of a server in it; give PEM with '" + PemInventory.BEGIN
                            + "', or a CSV file whose name ends in .csv");
                }
                return;
            }
            List<Path> files = filesIn(path);
            if (files.isEmpty()) {
                problem(path
                        + ": no *.pem, *.crt, *.cer or *.csv in it; name the directory that holds the certificates");
            }
            int before = entries.size() + problems.size();
            for (Path file : files) {
                readFile(file); // beside certificates, directories hold chains and keys: those are passed over
            }
            if (entries.size() + problems.size() == before && !files.isEmpty()) {
                problem(path + ": no certificate of a server in its files; name the directory that holds them");
            }
        } catch (IOException e) {
            problem(path + ": cannot list the directory (" + e.getMessage() + "); check the right to read it");
        }
    }

    /** The files that reading {@code path} reads. */
    static List<Path> files(Path path) throws IOException {
        return Files.isDirectory(path) ? filesIn(path) : List.of(path);
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("(?i).*\\.(pem|crt|cer|csv)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private void readFile(Path file) {
        List<String> lines;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                problem(file + ": larger than " + (MAX_FILE_BYTES >> 20) + " MiB; give certificates or a CSV of them");
                return;
            }
            // any byte is a character here, so a binary file gives an error about its content and not about its text
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            problem(file + ": " + unreadable(e));
            return;
        }
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            new CsvInventory(file, this::problem).read(lines, entries);
        } else {
            new PemInventory(file, this::problem).read(lines, entries);
        }
    }

    private void problem(String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add("inventory " + text);
        }
    }

    private static String unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file; check the path";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied; give the user " + System.getProperty("user.name") + " the right to read it";
        }
        return "cannot be read (" + e + "); check the file";
    }
}
