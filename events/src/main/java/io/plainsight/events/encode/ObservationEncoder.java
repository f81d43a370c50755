package io.plainsight.events.encode;

import io.plainsight.events.Observation;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes observations as JSON: byte for byte what the mapper of {@link io.plainsight.events.Json} writes, without
 * reflection, and in a buffer that is used again. That mapper stays the reader, and in tests the reference.
 *
 * <p>Observations that follow one another have much in common. What a sensor says of itself and of its input, and lists that
 * clients offer again and again, are encoded once and copied from then on, and so is what many connections share; see
 * {@link EncodedLists} and {@link EncodedParts}. An observation and what
 * it holds must not change any more once it was given to an encoder.
 *
 * <p><b>Threading:</b> one thread at a time. <b>Memory:</b> a buffer as large as what was encoded since {@link #clear}, of
 * which at most 1 MiB is kept, at most 1 MiB of lists and 8 MiB of shared parts; nothing else per observation.
 */
public final class ObservationEncoder {
    private final JsonBuffer json = new JsonBuffer();

    private Observation.Observer observer;
    private byte[] observerBytes;
    private Observation.Log log;
    private byte[] logBytes;

    /**
     * Appends one observation to the buffer. When that fails, the buffer is as it was.
     *
     * @throws IllegalArgumentException when a map in it has a null key
     * @throws java.time.DateTimeException when a time in it is beyond the year 999,999,999 or as far before
     */
    public void append(Observation observation) {
        int before = json.length();
        boolean whole = false;
        try {
            observation(observation);
            json.last();
            whole = true;
        } finally {
            if (!whole) {
                json.truncate(before);
            }
        }
    }

    /** Appends one observation and the end of its line; as {@link #append}. */
    public void appendLine(Observation observation) {
        append(observation);
        json.endLine();
    }

    /** Bytes in the buffer. */
    public int length() {
        return json.length();
    }

    /** Empties the buffer. */
    public void clear() {
        json.truncate(0);
    }

    /** Writes the buffer out in one piece; it keeps its content. */
    public void writeTo(OutputStream out) throws IOException {
        json.writeTo(out);
    }

    /** One observation in an array of its own; what was in the buffer is gone. */
    public byte[] encode(Observation observation) {
        clear();
        append(observation);
        byte[] encoded = json.copy(0);
        clear();
        return encoded;
    }

    private void observation(Observation observation) {
        json.begin();
        json.put("@timestamp", observation.timestamp());
        EcsFields.event(json, observation.event());
        observer(observation.observer());
        log(observation.log());
        EcsFields.endpoint(json, "source", observation.source());
        EcsFields.endpoint(json, "destination", observation.destination());
        EcsFields.network(json, observation.network());
        TlsFields.tls(json, observation.tls());
        EcsFields.cloud(json, observation.cloud());
        PlainsightFields.plainsight(json, observation.plainsight());
        json.end();
    }

    private void observer(Observation.Observer current) {
        if (current == null) {
            return;
        }
        if (current == observer) {
            json.append(observerBytes);
            return;
        }
        int from = json.length();
        EcsFields.observer(json, current);
        observerBytes = json.copy(from);
        observer = current;
    }

    private void log(Observation.Log current) {
        if (current == null) {
            return;
        }
        if (current == log) {
            json.append(logBytes);
            return;
        }
        int from = json.length();
        EcsFields.log(json, current);
        logBytes = json.copy(from);
        log = current;
    }
}
