package io.plainsight.sensor.capture;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Opens capture files: pcap (micro- and nanoseconds) and pcapng in either byte order, each also compressed with gzip or
 * Zstandard. The format is told by the first bytes, whatever the name.
 */
public final class CaptureFiles {
    private CaptureFiles() {}

    /**
     * Opens {@code file}; its packets come with {@link PacketSource#forEach}, which may be called once.
     *
     * <p>An uncompressed regular file is mapped into memory; a compressed one, or a pipe, is read through a heap buffer of
     * about a megabyte.
     *
     * @throws CaptureException when there is nothing to read: no such file, a directory, no right, empty, or no capture
     */
    public static CaptureReader open(Path file) throws CaptureException {
        return open(file, MappedInput.WINDOW_LENGTH);
    }

    /**
     * Reads an uncompressed capture from a stream, which is closed with the reader.
     *
     * @param name what errors call it
     * @throws CaptureException when there is nothing to read, or no capture
     */
    public static CaptureReader read(Path name, InputStream in) throws CaptureException {
        return sourceFor(new StreamedInput(name, in));
    }

    /** With windows of {@code windowLength} bytes, for tests of what happens at their edges. */
    static CaptureReader open(Path file, int windowLength) throws CaptureException {
        if (Files.isDirectory(file)) {
            throw new CaptureException(file + ": is a directory, not a capture file; name a file in it");
        }
        try {
            return Files.isRegularFile(file) ? openRegular(file, windowLength) : openStream(file, 0);
        } catch (NoSuchFileException e) {
            throw new CaptureException(file + ": no such file; check the path", e);
        } catch (AccessDeniedException e) {
            throw new CaptureException(
                    file + ": permission denied; give the user " + System.getProperty("user.name")
                            + " the right to read it",
                    e);
        } catch (IOException e) {
            throw new CaptureException(file + ": cannot be read at byte 0: " + e.getMessage(), e);
        }
    }

    /** What {@code file} is; whether a capture is inside a compressed one is not looked at. */
    static CaptureFormat format(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(CaptureFormat.MAGIC_LENGTH);
            return CaptureFormat.detect(head, head.length);
        }
    }

    /** What the compressed file holds, or UNKNOWN where it cannot be decompressed. */
    static CaptureFormat formatInside(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            try (InputStream in = CaptureStreams.decompressed(raw)) {
                byte[] head = in.readNBytes(CaptureFormat.MAGIC_LENGTH);
                return CaptureFormat.detect(head, head.length);
            } catch (ZipException | ZstdIOException | EOFException e) {
                return CaptureFormat.UNKNOWN;
            }
        }
    }

    private static CaptureReader openRegular(Path file, int windowLength) throws IOException, CaptureException {
        if (CaptureStreams.isCompressed(format(file))) {
            return openStream(file, Files.size(file));
        }
        FileChannel channel = FileChannel.open(file);
        return sourceFor(new MappedInput(file, channel, windowLength));
    }

    private static CaptureReader openStream(Path file, long size) throws IOException, CaptureException {
        CountedStream counted = new CountedStream(Files.newInputStream(file));
        InputStream in;
        try {
            in = CaptureStreams.decompressed(counted);
        } catch (IOException e) {
            counted.close();
            // an end within the header comes without words
            String what = e.getMessage() == null ? "it ends within its header" : e.getMessage();
            throw new CaptureException(
                    file + ": the compressed data is damaged at byte 0 (" + what + "); copy the file again", e);
        }
        return sourceFor(new StreamedInput(file, in, counted, size));
    }

    /** The reader for what {@code input} holds; closes it where there is none. */
    static CaptureReader sourceFor(CaptureInput input) throws CaptureException {
        try {
            CaptureFormat format = formatOf(input);
            return switch (format) {
                case PCAP -> new PcapSource(input);
                case PCAPNG -> new PcapngSource(input);
                default -> throw notACapture(input, format);
            };
        } catch (CaptureException | UncheckedIOException e) {
            input.close();
            throw e;
        }
    }

    private static CaptureFormat formatOf(CaptureInput input) throws CaptureException {
        int length = input.require(CaptureFormat.MAGIC_LENGTH);
        return CaptureFormat.detect(head(input, length), length);
    }

    private static byte[] head(CaptureInput input, int length) {
        byte[] head = new byte[length];
        input.buffer().get(input.offset(), head, 0, length);
        return head;
    }

    private static CaptureException notACapture(CaptureInput input, CaptureFormat format) throws CaptureException {
        Path file = input.file();
        int length = input.require(CaptureFormat.MAGIC_LENGTH);
        if (input.damage() != null) {
            return new CaptureException(
                    file + ": the compressed data is damaged or cut at its start ("
                            + input.damage().getMessage() + "); copy the file again",
                    input.damage());
        }
        if (length == 0) {
            return new CaptureException(
                    file + ": empty, 0 bytes; record it again or wait until its writer has written to it");
        }
        if (format.description() != null) {
            return new CaptureException(
                    file + ": is " + format.description() + ", which is not read; " + format.remedy());
        }
        if (CaptureStreams.isCompressed(format)) {
            return new CaptureException(file + ": is compressed twice; decompress it once with "
                    + (format == CaptureFormat.GZIP ? "'gzip -d'" : "'zstd -d'"));
        }
        byte[] head = head(input, length);
        if (length < CaptureFormat.MAGIC_LENGTH && isStartOfMagic(head)) {
            return new CaptureException(
                    file + ": truncated: the file header at byte 0 goes on past the end of the file; "
                            + "copy the file again");
        }
        return new CaptureException(file + ": is no capture: unknown magic number " + hex(head)
                + " at byte 0; expected pcap or pcapng, plain or compressed with gzip or zstd");
    }

    private static boolean isStartOfMagic(byte[] head) {
        byte[] one = {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1};
        byte[] two = {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3, (byte) 0xd4};
        byte[] three = {0x0a, 0x0d, 0x0d, 0x0a};
        int length = Math.min(head.length, one.length);
        return startsWith(one, head, length) || startsWith(two, head, length) || startsWith(three, head, length);
    }

    private static boolean startsWith(byte[] magic, byte[] head, int length) {
        return Arrays.equals(magic, 0, length, head, 0, length);
    }

    private static String hex(byte[] head) {
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < Math.min(4, head.length); i++) {
            text.append(String.format("%02x", head[i]));
        }
        return text.toString();
    }
}
