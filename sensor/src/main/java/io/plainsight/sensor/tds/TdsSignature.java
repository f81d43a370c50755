package io.plainsight.sensor.tds;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import java.util.function.Supplier;

/**
 * TDS by PRELOGIN on either side, by LOGIN7, and, picked up midway, by a request that carries the headers of TDS 7.2 or a
 * batch that is text in UTF-16 from end to end. Results of the server alone prove nothing.
 */
public final class TdsSignature implements ProtocolSignature {
    static final String TDS = "tds";

    private static final int LOGIN7_FIXED = 36;
    /** Length of ALL_HEADERS with the transaction descriptor alone, its header's length and type ([MS-TDS] 2.2.5.3). */
    private static final int[] TRANSACTION_HEADERS = {22, 0, 0, 0, 18, 0, 0, 0, 2, 0};
    /** The shortest text that is taken for a batch, such as {@code COMMIT}. */
    private static final int MIN_TEXT = 12;

    private final Supplier<StreamDissector> tls;

    /** @param tls makes the dissector for the TLS that PRELOGIN packets carry */
    public TdsSignature(Supplier<StreamDissector> tls) {
        this.tls = tls;
    }

    @Override
    public String protocol() {
        return TDS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "MS SQL Server (TDS)",
                ProtocolFacts.Kind.UPGRADABLE,
                "MS-TDS",
                "encryption asked for and chosen, TLS inside PRELOGIN, encryption of the login alone, logins");
    }

    @Override
    public StreamDissector open() {
        return new TdsDissector(tls);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int type = in.peek(0);
        boolean mine = type < 0 || (side == Side.SERVER) == (type == TdsPackets.TABULAR_RESULT);
        if (!mine && !(side == Side.SERVER && type == TdsPackets.PRELOGIN) || !TdsPackets.mayBe(in)) {
            return Match.NO;
        }
        if (in.remaining() <= TdsPackets.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        int length = TdsPackets.length(in);
        boolean whole = in.remaining() >= length;
        ByteCursor data = new ByteCursor();
        in.skip(TdsPackets.HEADER_LENGTH);
        in.slice(Math.min(length - TdsPackets.HEADER_LENGTH, in.remaining()), data);
        return switch (type) {
            case TdsPackets.PRELOGIN -> matchPrelogin(data, whole);
            case TdsPackets.TABULAR_RESULT -> whole && TdsPackets.isPrelogin(data) ? Match.YES : Match.MAYBE;
            case TdsPackets.LOGIN7 -> matchLogin(data, length);
            case TdsPackets.SQL_BATCH, TdsPackets.RPC, TdsPackets.TRANSACTION_REQUEST ->
                matchRequest(type, data, whole);
            default -> Match.NO;
        };
    }

    private static Match matchPrelogin(ByteCursor data, boolean whole) {
        if (data.peek(0) == 0) {
            return !whole ? Match.MAYBE : TdsPackets.isPrelogin(data) ? Match.YES : Match.NO;
        }
        // picked up in the middle of the handshake
        if (data.remaining() < 3) {
            return Match.MAYBE;
        }
        return TdsPackets.holdsTls(data) ? Match.YES : Match.NO;
    }

    /** {@code Length (32, little endian) TDSVersion (32, little endian)}, 7.0 to 7.4, alone in its packet. */
    private static Match matchLogin(ByteCursor data, int length) {
        if (data.remaining() < LOGIN7_FIXED) {
            return Match.MAYBE;
        }
        int claimed = data.peek(0) | data.peek(1) << 8 | data.peek(2) << 16 | data.peek(3) << 24;
        boolean version = data.peek(7) >= 0x70 && data.peek(7) <= 0x74;
        boolean fits = claimed >= LOGIN7_FIXED && claimed >= length - TdsPackets.HEADER_LENGTH && claimed < 1 << 17;
        return version && fits ? Match.YES : Match.NO;
    }

    /** Before TDS 7.2 the name comes first: length in characters (16, little endian), UTF-16, option flags (16). */
    private static Match matchProcedure(ByteCursor data) {
        int characters = data.peek(0);
        if (characters < MIN_TEXT / 2 || data.peek(1) > 0) {
            return characters < 0 ? Match.MAYBE : Match.NO;
        }
        int end = 2 + 2 * characters;
        for (int i = 2; i < end && data.peek(i) >= 0; i++) {
            if ((i & 1) == 1 ? data.peek(i) != 0 : !Ascii.isPrintable(data.peek(i))) {
                return Match.NO;
            }
        }
        if (data.peek(end + 1) < 0) {
            return Match.MAYBE;
        }
        return data.peek(end) <= 7 && data.peek(end + 1) == 0 ? Match.YES : Match.NO;
    }

    private static Match matchRequest(int type, ByteCursor data, boolean whole) {
        if (data.peek(0) == TRANSACTION_HEADERS[0] && data.peek(1) <= 0) {
            for (int i = 0; i < TRANSACTION_HEADERS.length; i++) {
                if (data.peek(i) < 0) {
                    return Match.MAYBE;
                }
                if (data.peek(i) != TRANSACTION_HEADERS[i]) {
                    return Match.NO;
                }
            }
            return Match.YES;
        }
        if (type == TdsPackets.RPC) {
            return matchProcedure(data);
        }
        if (type != TdsPackets.SQL_BATCH) {
            return Match.NO;
        }
        for (int i = 0; i < data.remaining(); i++) {
            boolean text = (i & 1) == 1 ? data.peek(i) == 0 : data.peek(i) >= 0x20 && data.peek(i) < 0x7f;
            if (!text && data.peek(i) != '\t' && data.peek(i) != '\r' && data.peek(i) != '\n') {
                return Match.NO;
            }
        }
        return !whole ? Match.MAYBE : data.remaining() >= MIN_TEXT ? Match.YES : Match.NO;
    }
}
