package io.plainsight.sensor.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of one spool, for one process at a time and for its user alone: observations tell who talks to whom. */
final class SpoolDirectory implements Closeable {
    private static final Pattern SEGMENT = Pattern.compile("([0-9a-f]{16})\\.spool");
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private SpoolDirectory(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the directory where it is missing, and takes it.
     *
     * @throws SpoolException when it cannot be made or written to, or when another process has it
     */
    static SpoolDirectory open(Path path) throws SpoolException {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel lockFile = FileChannel.open(
                    path.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    FileSegment.ownersOnly());
            return new SpoolDirectory(path, lockFile, take(path, lockFile));
        } catch (SpoolException e) {
            throw e;
        } catch (IOException e) {
            throw new SpoolException(
                    "cannot use the spool directory " + path + ": " + e
                            + "; name one that you may write to with --spool",
                    e);
        }
    }

    private static FileLock take(Path path, FileChannel lockFile) throws IOException {
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // this very process has it; said below, as for any other
        }
        if (lock == null) {
            lockFile.close();
            throw new SpoolException(
                    "spool directory " + path
                            + " is used by another plainsight; stop that one, or give this one a --spool of its own",
                    null);
        }
        return lock;
    }

    Path path() {
        return path;
    }

    Path segment(long number) {
        return path.resolve(String.format("%016x.spool", number));
    }

    Path positionFile() {
        return path.resolve("position");
    }

    /** Numbers of the segments that are there, ascending. Other files are nobody's business. */
    List<Long> segments() throws SpoolException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> SEGMENT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.parseUnsignedLong(name.group(1), 16))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SpoolException(
                    "cannot list the spool directory " + path + ": " + e
                            + "; name one that you may read and write with --spool",
                    e);
        }
    }

    /** Forces the names of new files to the disk. */
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
