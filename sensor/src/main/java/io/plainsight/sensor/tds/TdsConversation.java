package io.plainsight.sensor.tds;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CarriedStream;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;
import java.util.function.Supplier;

/**
 * Reads the packets of one TDS connection and the TLS records that come between them, and hands TLS on.
 *
 * <pre>
 *   PRELOGIN, PRELOGIN ──► TLS handshake inside PRELOGIN packets ──► TLS records, bare
 *                     │                                         └──► login in one record, then packets in clear
 *                     └──► LOGIN7 in clear
 * </pre>
 *
 * What the two agreed to encrypt is only believed when the server's own data come as TLS records: with encryption of the
 * login alone its first answer is a packet in clear.
 *
 * <p><b>Bounds:</b> of a packet in clear {@link #INSPECTED} bytes are read; PRELOGIN packets are read whole.
 */
final class TdsConversation extends PlaintextDissector {
    /** The fixed part of LOGIN7 and of the logins before TDS 7. */
    static final int INSPECTED = 128;

    private static final int RECORD_HEADER = 5;
    private static final int MAX_RECORD = RECORD_HEADER + (1 << 14) + 2048;
    private static final int APPLICATION_DATA = 0x17;
    private static final int LOGIN7_PASSWORD_LENGTH = 46;
    private static final int LOGIN7_SSPI_LENGTH = 80;
    private static final int OLD_PASSWORD_LENGTH = 92;

    private final Supplier<StreamDissector> opener;
    private final ByteCursor data = new ByteCursor();
    private final int[] skip = new int[2];
    private CarriedStream tls;
    private int clientEncryption = TdsPackets.ENCRYPT_UNKNOWN;
    private int serverEncryption = TdsPackets.ENCRYPT_UNKNOWN;
    private boolean serverEncrypts;
    private boolean lost;
    private long nowNs;

    TdsConversation(Supplier<StreamDissector> opener) {
        super(TdsSignature.TDS);
        this.opener = opener;
    }

    void now(long timestampNs) {
        nowNs = timestampNs;
    }

    /** The TLS inside, or null while there was none. */
    CarriedStream tls() {
        return tls;
    }

    /** Whether both agreed that TLS covers the login and nothing else. */
    boolean isLoginOnly() {
        return clientEncryption == TdsPackets.ENCRYPT_OFF && serverEncryption == TdsPackets.ENCRYPT_OFF;
    }

    /** Whether all data are encrypted: it was agreed upon, or the server was seen to do it. */
    boolean isFullyEncrypted() {
        boolean serverUnseen = serverEncryption == TdsPackets.ENCRYPT_UNKNOWN;
        boolean agreed = wants(serverUnseen ? clientEncryption : serverEncryption);
        return tls != null && (serverEncrypts || agreed) && !isDecided();
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (skip[index] > 0) {
            int length = Math.min(skip[index], in.remaining());
            in.skip(length);
            skip[index] -= length;
            return true;
        }
        if (lost) {
            finish();
            return false;
        }
        return tls != null && TdsPackets.isTlsRecord(in) ? readRecord(side, in) : readPacket(side, in);
    }

    /** Packets cannot be found again behind missing bytes. */
    @Override
    protected void resync(Side side) {
        lost = true;
        if (tls != null && !tls.isOver()) {
            tls.gap(side, nowNs);
        }
    }

    private boolean readRecord(Side side, ByteCursor in) {
        if (in.remaining() < RECORD_HEADER) {
            return false;
        }
        int length = RECORD_HEADER + (in.peek(3) << 8 | in.peek(4));
        if (length > MAX_RECORD) {
            lost = true;
            finish();
            return false;
        }
        if (in.remaining() < length) {
            return false;
        }
        boolean serversData = side == Side.SERVER && in.peek(0) == APPLICATION_DATA;
        in.slice(length, data);
        tls.feed(side, data, nowNs);
        if (serversData && tls.isOver()) {
            serverEncrypts = true;
            finish();
        }
        return true;
    }

    private boolean readPacket(Side side, ByteCursor in) {
        if (!TdsPackets.mayBe(in)) {
            finishOrDisown();
            return false;
        }
        if (in.remaining() < TdsPackets.HEADER_LENGTH) {
            return false;
        }
        int type = in.peek(0);
        int length = TdsPackets.length(in);
        // the server answers PRELOGIN with a result, which is told by its content
        boolean greeting = type == TdsPackets.PRELOGIN
                || side == Side.SERVER && serverEncryption == TdsPackets.ENCRYPT_UNKNOWN && tls == null && !isDecided();
        int wanted = greeting ? length : Math.min(length, TdsPackets.HEADER_LENGTH + INSPECTED);
        if (in.remaining() < wanted) {
            return false;
        }
        in.skip(TdsPackets.HEADER_LENGTH);
        in.slice(wanted - TdsPackets.HEADER_LENGTH, data);
        skip[side.ordinal()] = length - wanted;
        if (type == TdsPackets.PRELOGIN || greeting && TdsPackets.isPrelogin(data)) {
            onPrelogin(side);
        } else if (side == Side.CLIENT) {
            onClientPacket(type);
        } else {
            onServerPacket();
        }
        return true;
    }

    private void onPrelogin(Side side) {
        if (TdsPackets.isPrelogin(data)) {
            if (side == Side.CLIENT) {
                clientEncryption = TdsPackets.encryption(data);
            } else {
                onServerPrelogin(TdsPackets.encryption(data));
            }
        } else if (tls != null || TdsPackets.holdsTls(data)) {
            if (tls == null) {
                tls = new CarriedStream(opener.get());
                upgrade.request();
                upgrade.accept();
            }
            tls.feed(side, data, nowNs);
            if (tls.isForeign()) {
                finish();
            }
        }
    }

    private void onServerPrelogin(int encryption) {
        serverEncryption = encryption;
        if (encryption == TdsPackets.ENCRYPT_UNKNOWN) {
            return;
        }
        upgrade.offer(encryption != TdsPackets.ENCRYPT_NOT_SUPPORTED);
        if (encryption == TdsPackets.ENCRYPT_REQUIRED) {
            upgrade.require();
        }
        if (wants(clientEncryption)) {
            upgrade.request();
            if (wants(encryption)) {
                upgrade.accept();
            } else {
                upgrade.refuse();
            }
        }
    }

    private void onClientPacket(int type) {
        switch (type) {
            case TdsPackets.LOGIN7 -> onLogin(u16(LOGIN7_PASSWORD_LENGTH) > 0, u16(LOGIN7_SSPI_LENGTH) > 0);
            case TdsPackets.OLD_LOGIN -> onLogin(data.peek(OLD_PASSWORD_LENGTH) > 0, false);
            case TdsPackets.SSPI -> onLogin(false, true);
            case TdsPackets.FEDERATED_TOKEN -> {
                decide(false);
                expose(Credentials.TOKEN);
            }
            case TdsPackets.SQL_BATCH, TdsPackets.RPC, TdsPackets.BULK_LOAD, TdsPackets.TRANSACTION_REQUEST -> {
                decide(true);
                finish();
            }
            default -> {
                // attention says nothing
            }
        }
    }

    private void onLogin(boolean password, boolean ticket) {
        decide(false);
        // the password is only obfuscated: each byte turned and xored with a constant ([MS-TDS] 2.2.6.4)
        expose(password ? Credentials.SECRET : ticket ? Credentials.DERIVED : Credentials.NONE);
    }

    /** A result in clear: behind TLS it shows that only the login was encrypted. */
    private void onServerPacket() {
        boolean clientUnseen = isSilent(Side.CLIENT);
        if (tls != null || clientUnseen) {
            decide(clientUnseen);
        }
    }

    private void finishOrDisown() {
        if (tls == null && serverEncryption == TdsPackets.ENCRYPT_UNKNOWN) {
            disown();
        }
        finish();
    }

    private static boolean wants(int encryption) {
        return encryption == TdsPackets.ENCRYPT_ON || encryption == TdsPackets.ENCRYPT_REQUIRED;
    }

    private int u16(int offset) {
        return data.peek(offset + 1) < 0 ? 0 : data.peek(offset) | data.peek(offset + 1) << 8;
    }
}
