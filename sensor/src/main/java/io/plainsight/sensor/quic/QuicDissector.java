package io.plainsight.sensor.quic;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tls.TlsVersion;

/**
 * Learns how a QUIC connection is protected: opens its Initial packets, reads the hellos in them and infers from the packets
 * that follow whether the handshake completed.
 *
 * <p>Who sends an Initial that opens with the client's keys is the client, whatever the transport believed.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection, and per Initial packet what the platform's cipher takes.
 * <b>Bounds:</b> {@link #MAX_DECRYPTIONS} and {@link #MAX_DATAGRAMS}; then nothing more is learned.
 */
final class QuicDissector implements DatagramDissector {
    static final String PROTOCOL = "quic";

    /** A hello of 64 KiB takes 55 Initials; others repeat them or acknowledge. */
    static final int MAX_DECRYPTIONS = 128;
    /** Handshakes take about ten datagrams; a client whose hellos were missed is not watched for ever. */
    static final int MAX_DATAGRAMS = 256;

    private static final int CRYPTO_ERROR = 0x0100;
    private static final int MAX_CRYPTO_ERROR = 0x01ff;
    private static final int FATAL = 2;
    private static final int FIXED_BIT = 0x40;
    /** RFC 9001 section 5.4.2: first byte, packet number and sample; anything shorter is no packet. */
    private static final int MIN_SHORT = 21;

    private final QuicShared shared;
    private final LongHeader header = new LongHeader();
    private final ByteCursor frames = new ByteCursor();
    private final ByteCursor frameData = new ByteCursor();
    private QuicConnection connection;
    private InitialCrypto crypto;
    private QuicCompletion completion = new QuicCompletion();
    private boolean moved;
    private final boolean[] movedSides = new boolean[2];
    private boolean swapped;
    private boolean readable;
    private boolean serverAnswered;
    private boolean serverClosed;
    private byte[] clientCid;
    private byte[] serverCid;
    /** The id that the client made up for its server. */
    private byte[] firstCid;

    private int datagrams;
    private int decryptions;
    private long timestampNs;

    QuicDissector(QuicShared shared) {
        this.shared = shared;
        connection = new QuicConnection(shared);
        crypto = new InitialCrypto(shared, this::onMessage);
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        this.timestampNs = timestampNs;
        boolean first = datagrams++ == 0;
        if (first && (in.peek(0) & 0x80) == 0) {
            QuicConnection known = shared.connectionIds.find(in);
            if (known != null) {
                shared.count(QuicOddity.MIGRATED);
                connection = known;
                moved = true;
            }
        }
        if (moved) {
            movedSides[side.ordinal()] = true;
            return isMoveAnswered() ? Progress.DONE : Progress.MORE;
        }
        readPackets(side, in, wireLength > in.remaining());
        if (connection.handshake.isFinished() || datagrams >= MAX_DATAGRAMS) {
            if (!connection.handshake.isFinished()) {
                connection.handshake.onGap(Side.SERVER);
            }
            finish();
            return Progress.DONE;
        }
        return Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        if (!moved && !connection.handshake.isFinished()) {
            if (serverClosed) {
                connection.handshake.fail("closed_by_server");
            } else if (serverAnswered && connection.handshake.serverHello() == null) {
                connection.handshake.onGap(Side.SERVER);
            }
            if (connection.handshake.serverHello() == null) {
                connection.handshake.onClose(null, kind, timestampNs);
            }
        }
        finish();
        return connection.handshake.isFinished() && !moved ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        connection.describe(draft);
        if (moved) { // the first connection told of the handshake
            draft.action = null;
            draft.outcome = null;
            if (!isMoveAnswered() && draft.protection == Protection.PROTECTED) {
                draft.protection = Protection.UNKNOWN;
                draft.reasons.clear();
                draft.reason(
                        Reasons.TLS_HANDSHAKE_INCOMPLETE,
                        "a QUIC connection that moved here, where only one end was seen");
            }
        }
    }

    /** Whether both ends were seen at the new address; the id alone, which everybody can copy, proves nothing. */
    private boolean isMoveAnswered() {
        return movedSides[0] && movedSides[1];
    }

    private void readPackets(Side side, ByteCursor in, boolean capturedPart) {
        while (in.remaining() > 0 && !connection.handshake.isFinished()) {
            if ((in.peek(0) & 0x80) == 0) {
                onShort(side, in);
                return;
            }
            if (!header.read(in)) {
                if (capturedPart) {
                    onCut(side);
                } else {
                    shared.count(QuicOddity.BAD_HEADER);
                }
                return;
            }
            onLong(side, in, capturedPart);
        }
    }

    private void onLong(Side side, ByteCursor in, boolean capturedPart) {
        if (header.version == QuicVersion.NEGOTIATION) {
            onVersionNegotiation(side);
        } else if (header.known == null) {
            if (connection.version == null && !QuicVersion.isReserved(header.version)) {
                connection.version = String.format("0x%08x", header.version);
            }
            rememberFirst(side);
        } else {
            switch (header.type) {
                case INITIAL -> onInitial(side, in, capturedPart);
                case ZERO_RTT -> connection.zeroRtt = true;
                case HANDSHAKE -> onHandshakePacket(side);
                case RETRY -> onRetry(side, in);
            }
        }
    }

    /** The ids of the client's first packet are what Version Negotiation repeats, whatever the version. */
    private void rememberFirst(Side side) {
        if (role(side) == Side.CLIENT && clientCid == null) {
            clientCid = copy(header.source);
            firstCid = copy(header.destination);
        }
    }

    private void onVersionNegotiation(Side side) {
        serverClosed |= role(side) == Side.SERVER
                && connection.handshake.serverHello() == null
                && firstCid != null
                && same(header.destination, clientCid)
                && same(header.source, firstCid);
    }

    private void onRetry(Side side, ByteCursor in) {
        if (role(side) != Side.SERVER || crypto.keys() == null || connection.handshake.serverHello() != null) {
            return;
        }
        if (shared.protection.isRetryAuthentic(header, in.buffer(), crypto.keys().connectionId)) {
            crypto.rekey(header.known, copy(header.source));
            serverClosed = false;
        } else {
            shared.count(QuicOddity.BAD_RETRY);
        }
    }

    private void onInitial(Side side, ByteCursor in, boolean capturedPart) {
        if (header.cut) {
            if (capturedPart) {
                onCut(side);
            } else {
                shared.count(QuicOddity.BAD_HEADER);
            }
            return;
        }
        if (++decryptions > MAX_DECRYPTIONS || !shared.budget.takeDecryption(timestampNs)) {
            shared.count(QuicOddity.BUDGET_EXCEEDED);
            connection.handshake.onGap(role(side));
            return;
        }
        int length = open(side, in);
        if (length < 0) {
            shared.count(QuicOddity.NOT_AUTHENTIC);
            if (role(side) == Side.SERVER) {
                serverAnswered = true;
            }
            return;
        }
        connection.version = header.known.name();
        Side role = role(side);
        if (role == Side.CLIENT) {
            clientCid = copy(header.source);
        } else {
            serverCid = copy(header.source);
            serverAnswered = true;
            serverClosed = false;
        }
        frames.wrap(shared.protection.plaintext(), 0, length);
        if (!InitialFrames.read(frames, header.known.isGoogle(), frameData, crypto.handler(role))) {
            shared.count(QuicOddity.BAD_FRAME);
        }
        if (crypto.isBroken()) {
            shared.count(QuicOddity.BAD_CRYPTO);
            connection.handshake.onGap(role);
        } else if (crypto.closeError() >= 0) {
            onConnectionClose(role, crypto.closeError());
        }
    }

    /** Opens with the keys at hand; a client may also begin anew, after Version Negotiation or a Retry that was missed. */
    private int open(Side side, ByteCursor in) {
        if (crypto.keys() != null) {
            InitialKeys keys = crypto.keysFor(header.known);
            Side role = role(side);
            int length = shared.protection.open(header, in.buffer(), role == Side.CLIENT ? keys.client : keys.server);
            if (length >= 0
                    || role == Side.SERVER
                    || connection.handshake.serverHello() != null
                    || same(header.destination, crypto.keys().connectionId) && header.known == crypto.keys().version) {
                return length;
            }
        }
        InitialKeys fresh = shared.protection.derive(header.known, copy(header.destination));
        int length = shared.protection.open(header, in.buffer(), fresh.client);
        if (length < 0) {
            return length;
        }
        if (readable) {
            begin();
        } else {
            swapped = side == Side.SERVER;
            readable = true;
        }
        crypto.use(fresh);
        firstCid = fresh.connectionId;
        return length;
    }

    /** The client starts over: what was read before does not count. */
    private void begin() {
        boolean zeroRtt = connection.zeroRtt;
        crypto.release();
        connection = new QuicConnection(shared);
        connection.zeroRtt = zeroRtt;
        crypto = new InitialCrypto(shared, this::onMessage);
        completion = new QuicCompletion();
        serverAnswered = false;
        serverClosed = false;
    }

    private void onMessage(Side role, int type, ByteCursor body) {
        connection.handshake.onHandshake(role, type, body, timestampNs);
    }

    private void onConnectionClose(Side role, long error) {
        if (error >= CRYPTO_ERROR && error <= MAX_CRYPTO_ERROR) {
            connection.handshake.onAlert(role, FATAL, (int) error - CRYPTO_ERROR);
        } else if (connection.handshake.clientHello() == null) {
            connection.handshake.onGap(role); // the end of something that was not seen
        } else {
            connection.handshake.fail(role == Side.CLIENT ? "closed_by_client" : "closed_by_server");
        }
    }

    private void onHandshakePacket(Side side) {
        Side role = role(side);
        serverAnswered |= role == Side.SERVER;
        if (connection.version == null) {
            connection.version = header.known.name();
        }
        if (connection.handshake.serverHello() != null) {
            completion.onHandshakePacket(role);
            if (role == Side.CLIENT && !same(header.destination, serverCid)) {
                serverCid = copy(header.destination);
            }
        }
    }

    private void onShort(Side side, ByteCursor in) {
        Side role = role(side);
        serverAnswered |= role == Side.SERVER;
        if (connection.handshake.serverHello() == null || in.remaining() < MIN_SHORT || !isPacket(role, in)) {
            return;
        }
        completion.onShortPacket(role, in.remaining());
        if (completion.isComplete()
                && TlsVersion.isTls13(connection.handshake.serverHello().version())) { // RFC 9001 section 4.2: no other
            connection.handshake.complete(timestampNs, true);
        }
    }

    /**
     * Whether these are the bytes of a packet. The fixed bit tells, which padding behind a coalesced packet lacks; a peer that
     * greases it (RFC 9287) shows by the id that the receiver chose. The id alone does not do: a client may change to one
     * that it was given under encryption as early as in its Finished.
     */
    private boolean isPacket(Side role, ByteCursor in) {
        if ((in.peek(0) & FIXED_BIT) != 0) {
            return true;
        }
        byte[] id = role == Side.CLIENT ? serverCid : clientCid;
        if (id == null || id.length == 0) {
            return false;
        }
        for (int i = 0; i < id.length; i++) {
            if (in.peek(1 + i) != (id[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** The capture holds too little of a packet to open it. */
    private void onCut(Side side) {
        serverAnswered |= role(side) == Side.SERVER;
        connection.handshake.onGap(role(side));
    }

    private void finish() {
        crypto.release();
        if (connection.handshake.isCompleted() && !moved && serverCid != null) {
            if (shared.connectionIds.add(new ByteCursor().wrap(serverCid), connection)) {
                shared.count(QuicOddity.CONNECTION_ID_EVICTED);
            }
        }
    }

    private Side role(Side side) {
        return swapped ? side.other() : side;
    }

    private static byte[] copy(ByteCursor cid) {
        byte[] bytes = new byte[cid.remaining()];
        cid.buffer().get(cid.position(), bytes);
        return bytes;
    }

    private static boolean same(ByteCursor cid, byte[] bytes) {
        if (cid.remaining() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (cid.peek(i) != (bytes[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
