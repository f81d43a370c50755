package io.plainsight.sensor.capture;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the captures that a path names: a file names itself, a directory all captures below it in name order.
 *
 * <p>Within a directory a file counts when its first bytes say so, also through gzip. A file that is called a capture
 * ({@code .pcap}, {@code .pcapng}, {@code .cap}, compressed or not) counts as well, whatever its bytes: opening it then says
 * what is wrong with it, where passing over it would be a silent loss. Links are followed.
 */
public final class CaptureFinder {
    private static final Pattern CAPTURE_NAME = Pattern.compile(".*\\.(pcap|pcapng|cap)(\\.(gz|zst|xz|bz2|lz4|z))?");

    private CaptureFinder() {}

    /**
     * Finds the captures that {@code path} names.
     *
     * @param path a file (taken as it is) or a directory (searched)
     * @throws CaptureException when {@code path} does not exist, or a directory or file below it cannot be read
     */
    public static FoundCaptures find(Path path) throws CaptureException {
        if (!Files.isDirectory(path)) {
            if (Files.notExists(path)) {
                throw new CaptureException(path + ": no such file or directory; check the path");
            }
            Path name = path.getFileName();
            return new FoundCaptures(
                    List.of(new CaptureFile(path, name == null ? path.toString() : name.toString())), List.of());
        }
        Map<String, Path> files = new TreeMap<>();
        List<String> loops = new ArrayList<>();
        try {
            Files.walkFileTree(
                    path,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Collector(path, files, loops));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        List<CaptureFile> captures = new ArrayList<>();
        List<String> skipped = new ArrayList<>(loops);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            if (isCapture(file.getValue())) {
                captures.add(new CaptureFile(file.getValue(), file.getKey()));
            } else {
                skipped.add(file.getKey());
            }
        }
        skipped.sort(null);
        return new FoundCaptures(captures, skipped);
    }

    private static boolean isCapture(Path file) throws CaptureException {
        Path name = file.getFileName();
        if (name != null
                && CAPTURE_NAME
                        .matcher(name.toString().toLowerCase(Locale.ROOT))
                        .matches()) {
            return true;
        }
        try {
            CaptureFormat format = CaptureFiles.format(file);
            if (format == CaptureFormat.GZIP) {
                format = CaptureFiles.formatInsideGzip(file);
            }
            return format == CaptureFormat.PCAP || format == CaptureFormat.PCAPNG;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CaptureException unreadable(Path path, IOException e) {
        String where = e instanceof java.nio.file.FileSystemException at && at.getFile() != null
                ? at.getFile()
                : path.toString();
        String what = e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.toString();
        return new CaptureException(
                where + ": cannot be read: " + what + "; give the user " + System.getProperty("user.name")
                        + " the right to read it and to enter its directories",
                e);
    }

    /** Gathers the regular files below a directory by relative path. */
    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<String, Path> files;
        private final List<String> skipped;

        Collector(Path root, Map<String, Path> files, List<String> skipped) {
            this.root = root;
            this.files = files;
            this.skipped = skipped;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files.put(relative(file), file);
            } else {
                skipped.add(relative(file));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
                // a link to a directory above, to nowhere, or a file deleted meanwhile
                skipped.add(relative(file));
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        private String relative(Path file) {
            return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        }
    }
}
