package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.detection.downgrade.ClientMemory.Attempt;
import io.plainsight.stream.state.PackedSerde;
import io.plainsight.stream.state.Packer;
import io.plainsight.stream.state.Unpacker;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;

/** What is known of a client as bytes, one record for each that a service meets. */
final class ClientMemorySerde extends PackedSerde<ClientMemory> {
    /** Not the first octet of records that say of themselves what they are, which stores held before. */
    private static final int VERSION = 2;

    private static final int ABSENT = 0;
    private static final int PRESENT = 1;

    @Override
    protected void write(ClientMemory memory, Packer out) {
        out.octet(VERSION).text(memory.reached());
        write(memory.reachedAt(), out);
        write(memory.seenAt(), out);
        write(memory.refused(), out);
        write(memory.lower(), out);
    }

    private static void write(Instant at, Packer out) {
        out.octet(at == null ? ABSENT : PRESENT);
        if (at != null) {
            out.time(at);
        }
    }

    private static void write(Attempt attempt, Packer out) {
        out.octet(attempt == null ? ABSENT : PRESENT);
        if (attempt != null) {
            out.time(attempt.at())
                    .wide(attempt.stack())
                    .text(attempt.name())
                    .text(attempt.offered())
                    .octet(attempt.alone() ? 1 : 0)
                    .text(attempt.refusal())
                    .text(attempt.observation());
        }
    }

    @Override
    protected ClientMemory read(String topic, Unpacker in) {
        if (in.octet() != VERSION) {
            throw new SerializationException("a client of another version on " + topic + ": expected=" + VERSION);
        }
        return new ClientMemory(in.text(), readTime(in), readTime(in), readAttempt(in), readAttempt(in));
    }

    private static Instant readTime(Unpacker in) {
        return in.octet() == ABSENT ? null : in.time();
    }

    private static Attempt readAttempt(Unpacker in) {
        return in.octet() == ABSENT
                ? null
                : new Attempt(in.time(), in.wide(), in.text(), in.text(), in.octet() != 0, in.text(), in.text());
    }
}
