package io.plainsight.sensor.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Opens capture files: pcap (micro- and nanoseconds) and pcapng in either byte order, each also compressed with gzip. The
 * format is told by the first bytes, whatever the name.
 */
public final class CaptureFiles {
    private static final int GZIP_BUFFER_LENGTH = 64 * 1024;

    private CaptureFiles() {}

    /**
     * Opens {@code file}; its packets come with {@link PacketSource#forEach}, which may be called once.
     *
     * <p>An uncompressed regular file is mapped into memory; a compressed one, or a pipe, is read through a heap buffer of
     * about a megabyte.
     *
     * @throws CaptureException when there is nothing to read: no such file, a directory, no right, empty, or no capture
     */
    public static PacketSource open(Path file) throws CaptureException {
        return open(file, MappedInput.WINDOW_LENGTH);
    }

    /** With windows of {@code windowLength} bytes, for tests of what happens at their edges. */
    static PacketSource open(Path file, int windowLength) throws CaptureException {
        if (Files.isDirectory(file)) {
            throw new CaptureException(file + ": is a directory, not a capture file; name a file in it");
        }
        try {
            return Files.isRegularFile(file) ? openRegular(file, windowLength) : openStream(file);
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

    /** What {@code file} is; for gzip, whether a capture is inside is not looked at. */
    static CaptureFormat format(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(CaptureFormat.MAGIC_LENGTH);
            return CaptureFormat.detect(head, head.length);
        }
    }

    /** What the gzip file holds, or UNKNOWN where it cannot be decompressed. */
    static CaptureFormat formatInsideGzip(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            try (InputStream in = new GZIPInputStream(raw)) {
                byte[] head = in.readNBytes(CaptureFormat.MAGIC_LENGTH);
                return CaptureFormat.detect(head, head.length);
            } catch (java.util.zip.ZipException | java.io.EOFException e) {
                return CaptureFormat.UNKNOWN;
            }
        }
    }

    private static PacketSource openRegular(Path file, int windowLength) throws IOException, CaptureException {
        if (format(file) == CaptureFormat.GZIP) {
            return openStream(file);
        }
        FileChannel channel = FileChannel.open(file);
        return sourceFor(new MappedInput(file, channel, windowLength));
    }

    private static PacketSource openStream(Path file) throws IOException, CaptureException {
        InputStream raw = Files.newInputStream(file);
        StreamedInput plain = new StreamedInput(file, raw);
        if (formatOf(plain) != CaptureFormat.GZIP) {
            return sourceFor(plain);
        }
        plain.close();
        InputStream again = Files.newInputStream(file);
        try {
            return sourceFor(new StreamedInput(file, new GZIPInputStream(again, GZIP_BUFFER_LENGTH)));
        } catch (IOException e) {
            again.close();
            // an end within the header comes without words
            String what = e.getMessage() == null ? "it ends within its header" : e.getMessage();
            throw new CaptureException(
                    file + ": the compressed data is damaged at byte 0 (" + what + "); copy the file again", e);
        }
    }

    /** The reader for what {@code input} holds; closes it where there is none. */
    static PacketSource sourceFor(CaptureInput input) throws CaptureException {
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
        if (format == CaptureFormat.GZIP) {
            return new CaptureException(file + ": is gzip within gzip; decompress it once with 'gzip -d'");
        }
        byte[] head = head(input, length);
        if (length < CaptureFormat.MAGIC_LENGTH && isStartOfMagic(head)) {
            return new CaptureException(
                    file + ": truncated: the file header at byte 0 goes on past the end of the file; "
                            + "copy the file again");
        }
        return new CaptureException(file + ": is no capture: unknown magic number " + hex(head)
                + " at byte 0; expected pcap or pcapng, plain or compressed with gzip");
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
