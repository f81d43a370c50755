package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;

/**
 * Follows an SSLv2 connection behind its CLIENT-HELLO: SERVER-HELLO, CLIENT-MASTER-KEY with the chosen cipher kind, then
 * encrypted records whose number tells that both sides finished.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> a few numbers per connection that speaks SSLv2.
 */
final class SslV2Stream {
    /** SERVER-VERIFY and SERVER-FINISHED. */
    private static final int SERVER_RECORDS_WHEN_FINISHED = 2;

    private static final int THREE_BYTE_HEADER = 3;

    private final TlsSession session;
    private final TlsHandshake handshake;
    private final ByteCursor record = new ByteCursor();
    private final ByteCursor certificate = new ByteCursor();
    private boolean masterKey;
    private int clientRecords;
    private int serverRecords;

    SslV2Stream(TlsSession session, TlsHandshake handshake) {
        this.session = session;
        this.handshake = handshake;
    }

    /** Consumes whole records. */
    void read(Side role, ByteCursor in, long timestampNs) {
        while (in.remaining() > THREE_BYTE_HEADER && !handshake.isFinished()) {
            boolean twoBytes = SslV2Parser.hasTwoByteHeader(in);
            int header = twoBytes ? SslV2Parser.HEADER_LENGTH : THREE_BYTE_HEADER;
            int length = twoBytes ? SslV2Parser.length(in) : (in.peek(0) & 0x3f) << 8 | in.peek(1);
            if (header + length > in.remaining()) {
                return;
            }
            in.skip(header);
            in.slice(length, record);
            if (role == Side.SERVER) {
                onServerRecord(timestampNs);
            } else {
                onClientRecord(timestampNs);
            }
        }
    }

    private void onServerRecord(long timestampNs) {
        if (session.sslV2) {
            serverRecords++;
            completeWhenFinished(timestampNs);
        } else if (record.peek(0) == SslV2Parser.ERROR) {
            handshake.onSslV2Error(Side.SERVER);
        } else if (SslV2Parser.serverHello(record, certificate)) {
            handshake.onSslV2ServerHello();
            if (certificate.remaining() > 0) {
                handshake.onLeaf(Side.SERVER, certificate, timestampNs);
            }
        } else {
            handshake.onNotTls(Side.SERVER, record);
        }
    }

    /* char MSG-CLIENT-MASTER-KEY, CIPHER-KIND[3], CLEAR-KEY-LENGTH[2], … */
    private void onClientRecord(long timestampNs) {
        if (masterKey) {
            clientRecords++;
            completeWhenFinished(timestampNs);
        } else if (record.peek(0) == SslV2Parser.CLIENT_MASTER_KEY) {
            record.u8();
            session.sslV2CipherKind = record.u24();
            masterKey = true;
        } else if (record.peek(0) == SslV2Parser.ERROR) {
            handshake.onSslV2Error(Side.CLIENT);
        }
    }

    private void completeWhenFinished(long timestampNs) {
        if (clientRecords > 0 && serverRecords >= SERVER_RECORDS_WHEN_FINISHED) {
            handshake.onSslV2Completed(timestampNs);
        }
    }
}
