package io.plainsight.sensor.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads a capture from an array, plain or compressed, with the readers that files have. */
public final class CaptureInMemory {
    /** The name that errors tell. */
    public static final Path NAME = Path.of("in-memory.pcap");

    private CaptureInMemory() {}

    /** @throws IOException when the compressed data has no header */
    public static PacketSource open(byte[] bytes) throws CaptureException, IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        boolean compressed =
                CaptureFormat.detect(bytes, Math.min(bytes.length, CaptureFormat.MAGIC_LENGTH)) == CaptureFormat.GZIP;
        return CaptureFiles.sourceFor(new StreamedInput(NAME, compressed ? new GZIPInputStream(in) : in));
    }
}
