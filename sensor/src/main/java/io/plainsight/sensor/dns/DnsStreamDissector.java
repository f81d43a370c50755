package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.NameSource;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;
import java.util.ArrayList;
import java.util.List;

/** DNS over TCP: in clear, without user data; keeps the names of answers to questions that it saw until they are asked for. */
final class DnsStreamDissector extends PlaintextDissector implements NameSource {
    private static final int PREFIX = 2;
    /** Addresses kept between two calls. */
    private static final int MAX_KEPT = 128;

    private record Name(String text, long high, long low, long ttlSeconds) {}

    private final DnsAnswers answers = new DnsAnswers();
    private final ByteCursor message = new ByteCursor();
    private final List<Name> names = new ArrayList<>(0);
    private int asked;
    private boolean lost;

    DnsStreamDissector() {
        super(DnsSignature.DNS);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (lost) {
            in.skip(in.remaining());
            return true;
        }
        int high = in.peek(0);
        int low = in.peek(1);
        int length = high << 8 | low;
        if (high < 0 || low < 0 || in.remaining() < PREFIX + length) {
            return false;
        }
        in.skip(PREFIX);
        in.slice(length, message);
        decide(false);
        if (side == Side.CLIENT) {
            asked++;
        } else if (asked > 0) {
            answers.read(message, this::keep);
        }
        return true;
    }

    /** Messages cannot be found again behind missing bytes. */
    @Override
    protected void resync(Side side) {
        lost = true;
    }

    @Override
    public void drainNames(Taker taker) {
        for (Name name : names) {
            taker.take(name.text(), name.high(), name.low(), name.ttlSeconds());
        }
        names.clear();
    }

    private void keep(String name, long high, long low, long ttlSeconds) {
        if (names.size() < MAX_KEPT) {
            names.add(new Name(name, high, low, ttlSeconds));
        }
    }
}
