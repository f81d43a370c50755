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
 * <p>Within a directory a file counts when its first bytes say so, also through gzip and zstd. A file that is called a capture
 * ({@code .pcap}, {@code .pcapng}, {@code .cap}, compressed or not) counts as well, whatever its bytes: opening it then says
 * what is wrong with it, where passing over it would be a silent loss. Links are followed. What cannot be read below a directory
 * is a problem of its own and keeps nobody from the rest.
 */
public final class CaptureFinder {
    private static final Pattern CAPTURE_NAME = Pattern.compile(".*\\.(pcap|pcapng|cap)(\\.(gz|zst|xz|bz2|lz4|z))?");

    private CaptureFinder() {}

    /**
     * Finds the captures that {@code path} names.
     *
     * @param path a file (taken as it is) or a directory (searched)
     * @throws CaptureException when {@code path} does not exist, or is a directory without any capture
     */
    public static FoundCaptures find(Path path) throws CaptureException {
        if (!Files.isDirectory(path)) {
            if (Files.notExists(path)) {
                throw new CaptureException(path + ": no such file or directory; check the path");
            }
            Path name = path.getFileName();
            return new FoundCaptures(
                    List.of(new CaptureFile(path, name == null ? path.toString() : name.toString())),
                    List.of(),
                    List.of());
        }
        Map<String, Path> files = new TreeMap<>();
        List<String> skipped = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            Files.walkFileTree(
                    path,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Collector(path, files, skipped, problems));
        } catch (IOException e) {
            problems.add(unreadable(path, e));
        }
        List<CaptureFile> captures = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            try {
                if (isCapture(file.getValue())) {
                    captures.add(new CaptureFile(file.getValue(), file.getKey()));
                } else {
                    skipped.add(file.getKey());
                }
            } catch (IOException e) {
                problems.add(unreadable(file.getValue(), e));
            }
        }
        if (captures.isEmpty() && problems.isEmpty()) {
            throw new CaptureException(
                    path + ": no capture below this directory; give one that holds pcap or pcapng files");
        }
        skipped.sort(null);
        return new FoundCaptures(captures, skipped, problems);
    }

    private static boolean isCapture(Path file) throws IOException {
        Path name = file.getFileName();
        if (name != null
                && CAPTURE_NAME
                        .matcher(name.toString().toLowerCase(Locale.ROOT))
                        .matches()) {
            return true;
        }
        CaptureFormat format = CaptureFiles.format(file);
        if (CaptureStreams.isCompressed(format)) {
            format = CaptureFiles.formatInside(file);
        }
        return format == CaptureFormat.PCAP || format == CaptureFormat.PCAPNG;
    }

    private static String unreadable(Path path, IOException e) {
        String where = e instanceof java.nio.file.FileSystemException at && at.getFile() != null
                ? at.getFile()
                : path.toString();
        String what = e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.toString();
        return where + ": cannot be read: " + what + "; give the user " + System.getProperty("user.name")
                + " the right to read it and to enter its directories";
    }

    /** Gathers the regular files below a directory by relative path. */
    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<String, Path> files;
        private final List<String> skipped;
        private final List<String> problems;

        Collector(Path root, Map<String, Path> files, List<String> skipped, List<String> problems) {
            this.root = root;
            this.files = files;
            this.skipped = skipped;
            this.problems = problems;
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
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
                // a link to a directory above, to nowhere, or a file deleted meanwhile
                skipped.add(relative(file));
            } else {
                problems.add(unreadable(file, e));
            }
            return FileVisitResult.CONTINUE;
        }

        /** A directory whose listing breaks off keeps what was listed. */
        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            if (e != null) {
                problems.add(unreadable(directory, e));
            }
            return FileVisitResult.CONTINUE;
        }

        private String relative(Path file) {
            return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        }
    }
}
