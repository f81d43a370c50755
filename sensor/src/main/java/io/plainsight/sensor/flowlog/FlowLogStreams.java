package io.plainsight.sensor.flowlog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/** Reads flow logs that come as a stream and lie in no file: their content decides about compression and notation. */
public final class FlowLogStreams {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] PARQUET_MAGIC = {'P', 'A', 'R', '1'};

    private FlowLogStreams() {}

    /** The stream, buffered so that its beginning can be looked at; {@link #isParquet} and {@link #read} take it. */
    public static BufferedInputStream buffered(InputStream in) {
        return new BufferedInputStream(in, BUFFER_BYTES);
    }

    /** Whether this is a Parquet file, which needs random access and so a file. */
    public static boolean isParquet(BufferedInputStream in) throws IOException {
        return startsWith(in, PARQUET_MAGIC);
    }

    /**
     * Reads text or JSON, plain or gzip, to the end, or until {@code stopped}.
     *
     * @param in closed by the caller
     * @throws FlowLogException when this is no flow log; names {@code origin} and the remedy
     * @throws IOException when the input breaks off; what came before was taken
     */
    public static void read(BufferedInputStream in, FlowLogOrigin origin, FlowLogSink sink, BooleanSupplier stopped)
            throws IOException, FlowLogException {
        BufferedInputStream plain = startsWith(in, GZIP_MAGIC) ? buffered(new GZIPInputStream(in, BUFFER_BYTES)) : in;
        plain.mark(FlowLogDecoders.PROBE_BYTES);
        byte[] start = plain.readNBytes(FlowLogDecoders.PROBE_BYTES);
        plain.reset();
        FlowLogDecoders.of(start, origin, null, null).decode(plain, sink, stopped);
    }

    private static boolean startsWith(BufferedInputStream in, byte[] magic) throws IOException {
        in.mark(magic.length);
        byte[] start = in.readNBytes(magic.length);
        in.reset();
        return Arrays.equals(start, magic);
    }
}
