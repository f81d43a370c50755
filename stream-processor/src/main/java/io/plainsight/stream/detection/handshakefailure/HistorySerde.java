package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.state.Packer;
import io.plainsight.stream.state.Unpacker;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** {@link History} as bytes, about 1.2 KB. */
final class HistorySerde {
    private static final int VERSION = 1;

    private HistorySerde() {}

    static Serde<History> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(value),
                (topic, bytes) -> bytes == null ? null : read(new Unpacker(bytes)));
    }

    private static byte[] write(History history) {
        return new Packer()
                .number(VERSION)
                .shorts(history.minutes)
                .shorts(history.slots)
                .shorts(history.hours)
                .number(history.last == RecentHandshakes.NEVER ? 0 : history.last + 1)
                .number(history.slotCompleted)
                .number(history.slotFailed)
                .number(history.completed)
                .fraction(history.drift.mean)
                .number(history.drift.above)
                .bytes();
    }

    private static History read(Unpacker in) {
        if (in.number() != VERSION) {
            throw new SerializationException("the history of handshakes is of another version: expected=" + VERSION);
        }
        History history = new History();
        in.shorts(history.minutes);
        in.shorts(history.slots);
        in.shorts(history.hours);
        long last = in.number();
        history.last = last == 0 ? RecentHandshakes.NEVER : last - 1;
        history.slotCompleted = in.small();
        history.slotFailed = in.small();
        history.completed = in.small();
        history.drift.mean = in.fraction();
        history.drift.above = in.small();
        return history;
    }
}
