package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Datagrams of two sides, fed to a signature's dissector as the flow layer would once it is recognised. */
public final class Datagrams {
    private record Sent(Side side, byte[] bytes, long timestampNs) {}

    private final List<Sent> sent = new ArrayList<>();
    private long nowNs;

    public Datagrams client(byte[] bytes) {
        sent.add(new Sent(Side.CLIENT, bytes, nowNs));
        return this;
    }

    public Datagrams server(byte[] bytes) {
        sent.add(new Sent(Side.SERVER, bytes, nowNs));
        return this;
    }

    /** What follows is sent so much later. */
    public Datagrams pause(Duration pause) {
        nowNs += pause.toNanos();
        return this;
    }

    public int size() {
        return sent.size();
    }

    /** What a fresh dissector says in the end; null when it disowned the datagrams. */
    public ObservationDraft feed(DatagramSignature signature) {
        return feed(signature, sent);
    }

    /** The same with datagram {@code index} cut to {@code length} bytes, on the wire as well. */
    public ObservationDraft feedCut(DatagramSignature signature, int index, int length) {
        List<Sent> cut = new ArrayList<>(sent);
        Sent one = sent.get(index);
        cut.set(index, new Sent(one.side(), Arrays.copyOf(one.bytes(), length), one.timestampNs()));
        return feed(signature, cut);
    }

    /** The same without datagram {@code index}. */
    public ObservationDraft feedWithout(DatagramSignature signature, int index) {
        List<Sent> rest = new ArrayList<>(sent);
        rest.remove(index);
        return feed(signature, rest);
    }

    /** The same with some bytes of every datagram changed. */
    public ObservationDraft feedDisturbed(DatagramSignature signature, Random random) {
        List<Sent> disturbed = new ArrayList<>();
        for (Sent one : sent) {
            byte[] bytes = one.bytes().clone();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                int[] extremes = {0, 1, 0xff, random.nextInt(256)};
                bytes[random.nextInt(bytes.length)] = (byte) extremes[random.nextInt(extremes.length)];
            }
            disturbed.add(new Sent(one.side(), bytes, one.timestampNs()));
        }
        return feed(signature, disturbed);
    }

    public int length(int index) {
        return sent.get(index).bytes().length;
    }

    private static ObservationDraft feed(DatagramSignature signature, List<Sent> datagrams) {
        DatagramDissector dissector = signature.open();
        Progress progress = Progress.MORE;
        for (Sent one : datagrams) {
            progress = dissector.onDatagram(
                    one.side(), new ByteCursor().wrap(one.bytes()), one.bytes().length, one.timestampNs());
            if (progress == Progress.NOT_MINE) {
                return null;
            }
            if (progress == Progress.DONE) {
                break;
            }
        }
        if (progress != Progress.DONE) {
            dissector.onClose(CloseKind.IDLE, 0);
        }
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }
}
