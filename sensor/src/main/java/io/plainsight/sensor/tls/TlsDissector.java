package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * Learns how a TLS connection is protected, from its first byte or from the switch to TLS on (STARTTLS).
 *
 * <p>The TLS client need not be the side that opened the connection (an FTP server may open the data connection, and a
 * capture that begins midway may name the sides the wrong way round): who sends the ClientHello is the client.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection, and per handshake message; records of application data
 * allocate nothing, and none is wanted once the handshake is decided. <b>Bounds:</b> leaves less than one record unconsumed.
 */
public final class TlsDissector implements StreamDissector {
    static final String PROTOCOL = "tls";

    private final TlsSession session = new TlsSession(TlsCarrier.TLS);
    private final TlsHandshake handshake;
    private final TlsDescriber describer = new TlsDescriber();
    private final TlsOddityHandler oddities;
    /** A message of either side, one at a time. */
    private final ByteCursor message = new ByteCursor();

    private final Direction clientToServer = new Direction(Side.CLIENT);
    private final Direction serverToClient = new Direction(Side.SERVER);
    private SslV2Stream sslV2;
    private boolean rolesKnown;
    private boolean swapped;
    private boolean gap;
    private long timestampNs;

    public TlsDissector(CertificateCache certificates) {
        this(certificates, TlsOddityHandler.NONE);
    }

    public TlsDissector(CertificateCache certificates, TlsOddityHandler oddities) {
        this.oddities = oddities;
        this.handshake = new TlsHandshake(session, certificates, oddities);
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        this.timestampNs = timestampNs;
        if (!rolesKnown
                && !gap
                && in.remaining() > 0
                && !TlsRecordReader.isPlausibleHeader(in, 0)
                && !isSslV2ClientHello(in)) {
            return Progress.NOT_MINE;
        }
        if (!handshake.isFinished()) {
            read(side, in);
        }
        if (handshake.isFinished()) {
            in.skip(in.remaining());
            return Progress.DONE;
        }
        return Progress.MORE;
    }

    @Override
    public void onGap(Side side, long timestampNs) {
        this.timestampNs = timestampNs;
        gap = true;
        direction(side).stream.gap();
        handshake.onGap(role(side));
    }

    @Override
    public Progress onClose(Side side, CloseKind kind, long timestampNs) {
        if (handshake.isFinished()) {
            return Progress.DONE;
        }
        handshake.onClose(side == null ? null : role(side), kind, timestampNs);
        return handshake.isFinished() ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        describer.describe(session, draft);
    }

    private void read(Side side, ByteCursor in) {
        if (!rolesKnown && !learnRoles(side, in)) {
            return;
        }
        Side role = role(side);
        if (role == Side.CLIENT && session.clientHelloCount == 0 && isSslV2ClientHello(in)) {
            if (!readSslV2ClientHello(in)) {
                return;
            }
        }
        if (sslV2 == null && isSslV2Answer(role, in)) {
            sslV2 = new SslV2Stream(session, handshake);
        }
        if (sslV2 != null) {
            sslV2.read(role, in, timestampNs);
        } else {
            direction(side).stream.read(in, direction(side));
        }
    }

    /** The first handshake message tells who is the client; anything else leaves the sides as they are. */
    private boolean learnRoles(Side side, ByteCursor in) {
        if (in.peek(0) == ContentType.HANDSHAKE && in.remaining() <= TlsRecordReader.HEADER_LENGTH) {
            return false;
        }
        int type = in.peek(0) == ContentType.HANDSHAKE ? in.peek(TlsRecordReader.HEADER_LENGTH) : -1;
        swapped = side == Side.SERVER && type == HandshakeType.CLIENT_HELLO
                || side == Side.CLIENT && type == HandshakeType.SERVER_HELLO;
        rolesKnown = true;
        return true;
    }

    private Side role(Side side) {
        return swapped ? side.other() : side;
    }

    private Direction direction(Side side) {
        return role(side) == Side.CLIENT ? clientToServer : serverToClient;
    }

    private static boolean isSslV2ClientHello(ByteCursor in) {
        return SslV2Parser.hasTwoByteHeader(in) && SslV2Parser.recogniseClientHello(in) != SslV2Parser.Recognition.NO;
    }

    /** @return false while the record is not all there */
    private boolean readSslV2ClientHello(ByteCursor in) {
        if (in.remaining() < SslV2Parser.HEADER_LENGTH
                || in.remaining() < SslV2Parser.HEADER_LENGTH + SslV2Parser.length(in)
                || SslV2Parser.recogniseClientHello(in) != SslV2Parser.Recognition.YES) {
            return false;
        }
        int length = SslV2Parser.length(in);
        in.skip(SslV2Parser.HEADER_LENGTH);
        in.slice(length, message);
        handshake.onClientHello(SslV2Parser.clientHello(message), timestampNs);
        return true;
    }

    /** The server answers a hello in SSLv2 framing with SSLv2 itself; a TLS record would begin with its content type. */
    private boolean isSslV2Answer(Side role, ByteCursor in) {
        return role == Side.SERVER
                && session.clientHello != null
                && session.clientHello.sslV2Framing
                && session.serverHello == null
                && SslV2Parser.hasTwoByteHeader(in);
    }

    /** Ties one side's stream to the handshake. */
    private final class Direction implements TlsStreamHandler {
        private final Side role;
        private final TlsStream stream = new TlsStream(message);

        Direction(Side role) {
            this.role = role;
        }

        @Override
        public boolean isEncrypted(int firstByte) {
            return handshake.isEncrypted(role, firstByte);
        }

        @Override
        public boolean isFinished() {
            return handshake.isFinished();
        }

        @Override
        public void onHandshake(int type, ByteCursor body) {
            handshake.onHandshake(role, type, body, timestampNs);
        }

        @Override
        public void onEncryptedHandshake(int length) {
            handshake.onEncryptedHandshake(role, length, timestampNs);
        }

        @Override
        public void onChangeCipherSpec() {
            handshake.onChangeCipherSpec(role);
        }

        @Override
        public void onAlert(int level, int description) {
            handshake.onAlert(role, level, description);
        }

        @Override
        public void onEncryptedAlert(int length) {
            handshake.onEncryptedAlert(role);
        }

        @Override
        public void onApplicationData(int length) {
            handshake.onApplicationData(role, length, timestampNs);
        }

        @Override
        public void onNotTls(ByteCursor bytes) {
            handshake.onNotTls(role, bytes);
        }

        @Override
        public void onOddity(TlsOddity oddity) {
            oddities.onOddity(oddity);
        }
    }
}
