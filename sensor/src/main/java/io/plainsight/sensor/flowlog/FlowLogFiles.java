package io.plainsight.sensor.flowlog;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The flow-log files that a path on the command line stands for.
 *
 * @param files in the order of their names
 * @param problems what could not be looked into, one message each, naming the path
 */
public record FlowLogFiles(List<FlowLogFile> files, List<String> problems) {
    private static final List<String> SUFFIXES = List.of(".log", ".txt", ".gz", ".ndjson", ".json", ".csv", ".parquet");

    /**
     * One file.
     *
     * @param relativePath as {@code log.file.path} has it: relative to the given directory with {@code /} between the names,
     *     or the file's own name
     */
    public record FlowLogFile(Path file, String relativePath) {}

    /**
     * A file stands for itself whatever its name. A directory stands for the files below it whose names end in {@code .log},
     * {@code .txt}, {@code .csv}, {@code .json}, {@code .ndjson}, {@code .parquet} or {@code .gz}; hidden ones are left out, links to directories not followed.
     *
     * @throws FlowLogException when there is nothing at {@code path}, or no flow log below it
     */
    public static FlowLogFiles find(Path path) throws FlowLogException {
        if (!Files.exists(path)) {
            throw new FlowLogException(
                    path + ": no such file or directory; give a flow-log file or a directory of them");
        }
        if (!Files.isDirectory(path)) {
            return new FlowLogFiles(List.of(new FlowLogFile(path, String.valueOf(path.getFileName()))), List.of());
        }
        FlowLogFiles found = walk(path);
        if (found.files.isEmpty() && found.problems.isEmpty()) {
            throw new FlowLogException(path + ": no flow log below this directory; names must end in one of "
                    + String.join(", ", SUFFIXES) + ", or give the file itself");
        }
        return found;
    }

    private static FlowLogFiles walk(Path directory) throws FlowLogException {
        List<FlowLogFile> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            Path root = directory.toRealPath();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    return !dir.equals(root) && isHidden(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file) && !isHidden(file) && hasKnownSuffix(file)) {
                        String relative = root.relativize(file).toString().replace('\\', '/');
                        files.add(new FlowLogFile(directory.resolve(relative), relative));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    problems.add(directory.resolve(root.relativize(file)) + ": cannot be read (" + reason(e)
                            + "); give the user that runs this the right to read it");
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new FlowLogException(directory + ": cannot be listed (" + reason(e) + ")", e);
        }
        files.sort(Comparator.comparing(FlowLogFile::relativePath));
        return new FlowLogFiles(List.copyOf(files), List.copyOf(problems));
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean hasKnownSuffix(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith);
    }

    static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "permission denied"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
