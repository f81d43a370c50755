package io.plainsight.sensor.datagram;

import io.plainsight.sensor.UdpProtocols;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramIdentification;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import java.util.ArrayList;
import java.util.List;

/** An exchange of datagrams, told to whatever signature of {@link UdpProtocols} recognises it first. */
public final class Datagrams {
    private record Sent(Side side, byte[] bytes) {}

    private final int clientPort;
    private final int serverPort;
    private final List<Sent> sent = new ArrayList<>();

    private Datagrams(int clientPort, int serverPort) {
        this.clientPort = clientPort;
        this.serverPort = serverPort;
    }

    public static Datagrams toPort(int serverPort) {
        return new Datagrams(40000, serverPort);
    }

    public static Datagrams between(int clientPort, int serverPort) {
        return new Datagrams(clientPort, serverPort);
    }

    public Datagrams client(byte[] bytes) {
        sent.add(new Sent(Side.CLIENT, bytes));
        return this;
    }

    public Datagrams server(byte[] bytes) {
        sent.add(new Sent(Side.SERVER, bytes));
        return this;
    }

    /** What is said of the exchange at its end; a draft without protocol when nobody knew it. */
    public ObservationDraft outcome() {
        List<DatagramSignature> signatures = UdpProtocols.signatures();
        DatagramIdentification identification = new DatagramIdentification(signatures, clientPort, serverPort);
        DatagramDissector dissector = null;
        boolean reversed = false;
        boolean done = false;
        for (Sent datagram : sent) {
            ByteCursor in = new ByteCursor().wrap(datagram.bytes());
            if (dissector == null) {
                int answer = identification.offer(datagram.side(), in);
                if (answer == DatagramIdentification.UNKNOWN) {
                    break;
                }
                identification.keep(
                        datagram.side(), new ByteCursor().wrap(datagram.bytes()), datagram.bytes().length, 0);
                if (answer >= 0) {
                    dissector = signatures.get(answer).open();
                    reversed = identification.isReversed();
                    for (DatagramIdentification.Kept kept : identification.kept()) {
                        done |= feed(dissector, reversed, kept.side(), kept.bytes());
                    }
                }
            } else if (!done) {
                done = feed(dissector, reversed, datagram.side(), datagram.bytes());
            }
        }
        ObservationDraft draft = new ObservationDraft();
        if (dissector != null) {
            dissector.onClose(CloseKind.END_OF_CAPTURE, 0);
            dissector.describe(draft);
        }
        return draft;
    }

    /** {@code protocol protection credentials userData} in one line, the last two {@code -} where there are none. */
    public String told() {
        ObservationDraft draft = outcome();
        String credentials =
                draft.plaintext == null || draft.plaintext.credentials() == null ? "-" : draft.plaintext.credentials();
        String userData =
                draft.plaintext == null ? "-" : draft.plaintext.userData().toString();
        return draft.protocol + " " + draft.protection.text() + " " + credentials + " " + userData;
    }

    private static boolean feed(DatagramDissector dissector, boolean reversed, Side side, byte[] bytes) {
        Side role = reversed ? side.other() : side;
        return dissector.onDatagram(role, new ByteCursor().wrap(bytes), bytes.length, 0) == Progress.DONE;
    }
}
