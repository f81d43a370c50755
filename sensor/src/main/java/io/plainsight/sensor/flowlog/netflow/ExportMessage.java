package io.plainsight.sensor.flowlog.netflow;

import java.time.Instant;

/**
 * What the header of an export packet says about the records in it.
 *
 * @param exporter who sent it
 * @param identity the header's bytes as text; the same for each copy of the packet
 * @param time when it was sent, by the exporter's clock
 * @param received when it came, by ours
 * @param bootMs when the exporter was started, Unix milliseconds by its clock; {@link #UNKNOWN} where it does not say
 * @param sequence the packet's number, 32 bits
 */
record ExportMessage(
        ExporterKey exporter, String identity, Instant time, Instant received, long bootMs, long sequence) {
    static final long UNKNOWN = Long.MIN_VALUE;

    /** RFC 7011 section 3.1, RFC 3954 section 5.1, "NetFlow Services Solutions Guide" (v5): uptimes are 32 bits of milliseconds and wrap. */
    Instant atUptime(long uptimeMs, long bootMs) {
        if (bootMs == UNKNOWN) {
            return null;
        }
        long exportUptime = time.toEpochMilli() - bootMs;
        return Instant.ofEpochMilli(time.toEpochMilli() - (int) (exportUptime - uptimeMs));
    }
}
