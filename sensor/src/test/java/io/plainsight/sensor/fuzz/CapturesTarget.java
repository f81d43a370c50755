package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureInMemory;
import io.plainsight.sensor.capture.PacketSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Capture files: pcap, pcapng, and either compressed. */
public final class CapturesTarget {
    /** A record has a header of its own, so there are fewer packets than bytes; DEFLATE gains a factor of 1032 at most. */
    private static final long MAX_GAIN = 1_100;

    private CapturesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        long[] seen = new long[2];
        try (PacketSource source = CaptureInMemory.open(input)) {
            source.forEach((buffer, offset, captured, original, timestampNs, linkType) -> {
                packet(buffer, offset, captured, original);
                seen[0]++;
                seen[1] += captured;
            });
        } catch (CaptureException e) {
            Invariants.check(e.getMessage().startsWith(CaptureInMemory.NAME.toString()), "an error that names no file");
        } catch (IOException e) {
            // gzip without a header: nothing was opened
            Invariants.check(seen[0] == 0, "read from what could not be opened");
        }
        boolean compressed = input.length > 1 && input[0] == 0x1f;
        long most = compressed ? input.length * MAX_GAIN : input.length;
        Invariants.check(seen[0] <= most && seen[1] <= most, "more packets than the file has bytes for");
    }

    private static void packet(ByteBuffer buffer, int offset, int captured, int original) {
        Invariants.check(
                offset >= 0 && captured >= 0 && captured <= buffer.limit() - offset, "a frame outside its buffer");
        Invariants.check(original >= captured, "more captured than sent");
    }
}
