package io.plainsight.sensor.kafka;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.SaslExchange;

/**
 * Kafka. SaslHandshake names the mechanism; what follows it is the exchange, either in SaslAuthenticate requests or, behind
 * version 0, in frames without a head. Produce and Fetch are user data. ApiVersions decides nothing until it is answered:
 * clients ask it of any broker before they know better. An answer is one by its correlation id.
 *
 * <pre>
 *  Request:   Length (32) | API key (16) | API version (16) | Correlation id (32) | Client id length (16) | Client id | …
 *  Response:  Length (32) | Correlation id (32) | …
 * </pre>
 */
public final class KafkaDissector extends StrictFrameDissector {
    /** Offset of the client id's text. */
    static final int CLIENT_ID = 14;
    /** The length of a string that is absent. */
    static final int NULL = 0xffff;

    static final int METADATA = 3;
    static final int API_VERSIONS = 18;
    private static final int PRODUCE = 0;
    private static final int FETCH = 1;
    private static final int SASL_HANDSHAKE = 17;
    private static final int SASL_AUTHENTICATE = 36;

    private static final int PREFIX = 4;
    private static final int REQUEST_ID = 8;
    private static final int RESPONSE_ID = 4;
    /** The broker's default for socket.request.max.bytes. */
    private static final long MAX_LENGTH = 100L * 1024 * 1024;

    private final SaslExchange sasl = new SaslExchange();
    private final ByteCursor mechanism = new ByteCursor();
    private boolean bareTokens;
    /** Correlation ids asked for; clients count up, and brokers answer in order. */
    private long firstId = Peek.NONE;

    private long lastId = Peek.NONE;
    private boolean versionsAsked;

    public KafkaDissector() {
        super(KafkaSignature.KAFKA);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        long length = Peek.u32(in, 0);
        if (length < 0) {
            return INCOMPLETE;
        }
        return length > MAX_LENGTH ? INVALID : PREFIX + length;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return side == Side.SERVER ? isAnswer(in) : KafkaSignature.matchRequest(in) == Match.YES;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (side == Side.SERVER) {
            onResponse(frame);
            return;
        }
        if (bareTokens && !isRequest(frame)) {
            frame.skip(PREFIX);
            expose(sasl.onAnswer(frame));
            return;
        }
        lastId = Peek.u32(frame, REQUEST_ID);
        firstId = firstId == Peek.NONE ? lastId : firstId;
        onRequest(frame);
    }

    private void onRequest(ByteCursor frame) {
        int key = Peek.u16(frame, PREFIX);
        switch (key) {
            case SASL_HANDSHAKE -> onHandshake(frame);
            case SASL_AUTHENTICATE -> {
                frame.skip(PREFIX);
                expose(sasl.onAnswer(frame));
            }
            // a producer may ask for no answer (acks = 0)
            case PRODUCE -> carry(Side.CLIENT);
            case FETCH -> asked(true);
            case API_VERSIONS -> versionsAsked = true;
            default -> asked(false);
        }
    }

    private void onResponse(ByteCursor frame) {
        boolean versions = KafkaSignature.isVersions(frame);
        if (versions || isAnswer(frame)) {
            if (versions || versionsAsked) {
                asked(false);
            }
            answered();
        }
    }

    private boolean isAnswer(ByteCursor response) {
        long id = Peek.u32(response, RESPONSE_ID);
        return firstId != Peek.NONE && id >= firstId && id <= lastId;
    }

    private void onHandshake(ByteCursor frame) {
        asked(false);
        bareTokens = Peek.u16(frame, PREFIX + 2) == 0;
        int id = Peek.u16(frame, CLIENT_ID - 2);
        int at = CLIENT_ID + (id == NULL ? 0 : Math.max(0, id));
        int length = Peek.u16(frame, at);
        if (length > 0 && at + 2 + length <= frame.remaining()) {
            frame.skip(at + 2);
            frame.slice(length, mechanism);
            sasl.begin(mechanism);
        }
    }

    /** Whether a frame behind a SaslHandshake of version 0 is a request again: tokens begin with no such head. */
    private static boolean isRequest(ByteCursor frame) {
        int key = Peek.u16(frame, PREFIX);
        int version = Peek.u16(frame, PREFIX + 2);
        return frame.remaining() >= CLIENT_ID && key >= 0 && key <= 100 && version >= 0 && version <= 20;
    }
}
