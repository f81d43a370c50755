package io.plainsight.sensor.quic;

import io.plainsight.events.Observation;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import java.util.Locale;

/**
 * Takes version and server name from the client's first packets of Google's QUIC. What it negotiates is not judged: the
 * versions are gone from servers since 2021.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> two strings per connection. <b>Bounds:</b> looks at
 * {@link #MAX_DATAGRAMS}.
 */
final class GoogleQuicDissector implements DatagramDissector {
    /** The hello is in the first packet; an inchoate one is followed by a full one after the server's rejection. */
    static final int MAX_DATAGRAMS = 4;

    private static final int CHLO = 0x43484c4f;
    private static final int SNI = 0x534e4900;
    /** Headers, a hash of 12 bytes and a frame's header stand before it. */
    private static final int MAX_HELLO_OFFSET = 64;
    /** Clients send about 30 tags. */
    private static final int MAX_TAGS = 128;

    private static final int TAG_LENGTH = 8;
    private static final int MAX_NAME = 255;

    private String version;
    private String serverName;
    private int datagrams;

    @Override
    public String protocol() {
        return QuicDissector.PROTOCOL;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        datagrams++;
        if (side == Side.CLIENT) {
            if (version == null) {
                version = GoogleQuicSignature.version(in);
            }
            findHello(in);
        }
        return serverName != null || datagrams >= MAX_DATAGRAMS ? Progress.DONE : Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        return Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = QuicDissector.PROTOCOL;
        draft.crypto = QuicConnection.crypto(version, false);
        draft.reason(
                Reasons.CRYPTO_ALGORITHM_HIDDEN, "Google's QUIC from before the standard, with its own cryptography");
        if (serverName != null) {
            Observation.Client client =
                    new Observation.Client(serverName, null, null, null, null, null, null, null, null, null);
            draft.tls = new Observation.Tls(null, null, null, null, null, null, null, client, null);
        }
    }

    private void findHello(ByteCursor in) {
        for (int at = 0; at < MAX_HELLO_OFFSET && at + 4 <= in.remaining(); at++) {
            if (in.peek(at) == 'C' && word(in, at) == CHLO) {
                in.skip(at + 4);
                readHello(in);
                return;
            }
        }
    }

    /*
     * message tag (32), number of entries (16), padding (16),
     * entries: tag (32), end offset of its value (32); values. Little endian; tags as text.
     */
    private void readHello(ByteCursor in) {
        int count = in.u8() | in.u8() << 8;
        in.skip(2);
        if (count > MAX_TAGS) {
            return;
        }
        int values = count * TAG_LENGTH;
        long start = 0;
        for (int i = 0; i < count; i++) {
            int tag = word(in, i * TAG_LENGTH);
            long end = Integer.toUnsignedLong(Integer.reverseBytes(word(in, i * TAG_LENGTH + 4)));
            if (tag == SNI) {
                readName(in, values + start, end - start);
                return;
            }
            start = end;
        }
    }

    private void readName(ByteCursor in, long offset, long length) {
        if (length < 1 || length > MAX_NAME || offset + length > in.remaining()) {
            return;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int c = in.peek((int) offset + i);
            if (c <= ' ' || c > '~') {
                return;
            }
            name.append((char) c);
        }
        serverName = name.toString().toLowerCase(Locale.ROOT);
    }

    /** Four bytes; none that would be a tag when there are fewer. */
    private static int word(ByteCursor in, int at) {
        return in.peek(at + 3) < 0
                ? 0
                : in.peek(at) << 24 | in.peek(at + 1) << 16 | in.peek(at + 2) << 8 | in.peek(at + 3);
    }
}
