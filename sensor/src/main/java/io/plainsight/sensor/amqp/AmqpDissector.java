package io.plainsight.sensor.amqp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.SaslExchange;

/**
 * AMQP 0-9-1 and 1.0. In 1.0 a header with protocol id 2 asks for TLS, and the same header accepts; 0-9-1 has no upgrade. The
 * SASL mechanism stands in connection.start-ok (0-9-1) or sasl-init (1.0). Messages are user data. The server is believed by
 * frames that are whole and known; a protocol header from it says only which version it would speak.
 *
 * <pre>
 *  0-9-1:  Type (8) | Channel (16) | Size (32) | Payload | 0xCE
 *  1.0:    Size (32) | Data offset (8) | Type (8) | Channel (16) | Performative
 * </pre>
 */
public final class AmqpDissector extends StrictFrameDissector {
    static final int HEADER_LENGTH = 8;
    static final int FRAME_HEAD = 7;
    static final int FRAME_END = 0xce;
    static final int CLASS = 7;
    static final int METHOD_ARGUMENTS = 11;

    private static final int MAX_FRAME = 128 * 1024 * 1024;
    private static final int METHOD = 1;
    private static final int CONTENT_HEADER = 2;
    private static final int CONTENT_BODY = 3;
    private static final int OLD_HEARTBEAT = 4;
    private static final int HEARTBEAT = 8;

    private static final int CONNECTION = 10;
    private static final int START_OK = 11;
    private static final int SECURE_OK = 21;
    private static final int BASIC = 60;
    private static final int PUBLISH = 40;
    private static final int DELIVER = 60;
    private static final int GET_OK = 71;

    /** Codes of the performatives of 1.0, behind {@code 00 53} (parts 2 and 5). */
    private static final int OPEN = 0x10;

    private static final int TRANSFER = 0x14;
    private static final int CLOSE = 0x18;
    private static final int SASL_MECHANISMS = 0x40;
    private static final int SASL_INIT = 0x41;
    private static final int SASL_RESPONSE = 0x43;
    private static final int SASL_OUTCOME = 0x44;
    private static final int NO_CODE = -1;
    private static final int SASL_FRAME = 1;
    /** The least data offset, in words of four bytes. */
    private static final int MIN_DATA_OFFSET = 2;

    private static final int SMALL_ULONG = 0x53;
    private static final int LIST8 = 0xc0;
    private static final int LIST32 = 0xd0;
    private static final int SYM8 = 0xa3;
    private static final int BINARY8 = 0xa0;
    private static final int BINARY32 = 0xb0;

    private final SaslExchange sasl = new SaslExchange();
    private final ByteCursor mechanism = new ByteCursor();
    private boolean amqplain;
    private boolean version1;

    public AmqpDissector() {
        super(AmqpSignature.AMQP);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (in.peek(0) == 'A') {
            return switch (AmqpSignature.matchHeader(in)) {
                case YES -> HEADER_LENGTH;
                case NO -> INVALID;
                case MAYBE -> INCOMPLETE;
            };
        }
        if (version1) {
            return frameLength1(in);
        }
        if (in.remaining() < FRAME_HEAD) {
            return INCOMPLETE;
        }
        int type = in.peek(0);
        long size = Peek.u32(in, 3);
        boolean known = type >= METHOD && type <= OLD_HEARTBEAT || type == HEARTBEAT;
        return !known || size > MAX_FRAME ? INVALID : FRAME_HEAD + size + 1;
    }

    private static long frameLength1(ByteCursor in) {
        long size = Peek.u32(in, 0);
        if (size > MAX_FRAME) {
            return INVALID;
        }
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        int offset = in.peek(4);
        boolean fits = offset >= MIN_DATA_OFFSET && size >= offset * 4L && in.peek(5) <= SASL_FRAME;
        return fits ? size : INVALID;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return !version1 && in.peek(0) == METHOD && AmqpSignature.matchMethod(in) == Match.YES;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (frame.peek(0) == 'A') {
            onHeader(side, frame);
        } else if (version1) {
            onPerformative(side, frame);
        } else {
            onFrame091(side, frame);
        }
    }

    private void onHeader(Side side, ByteCursor frame) {
        long version = Peek.u32(frame, 4);
        boolean tls = version == AmqpSignature.V1_0_TLS;
        version1 = (version & 0xffffff) == 0x010000;
        if (side == Side.CLIENT && tls) {
            upgrade.request();
        } else if (side == Side.SERVER && upgrade.isWaiting()) {
            if (tls) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
            }
        }
    }

    private void onFrame091(Side side, ByteCursor frame) {
        int type = frame.peek(0);
        long length = FRAME_HEAD + Peek.u32(frame, 3) + 1;
        boolean ended = length > frame.remaining() || frame.peek((int) length - 1) == FRAME_END;
        if (!ended || type == METHOD && !AmqpSignature.isMethod(frame)) {
            finish();
            return;
        }
        int classId = Peek.u16(frame, CLASS);
        int method = Peek.u16(frame, CLASS + 2);
        boolean content = type == CONTENT_HEADER || type == CONTENT_BODY;
        boolean message =
                type == METHOD && classId == BASIC && (method == PUBLISH || method == DELIVER || method == GET_OK);
        if (content || message) {
            carry(side);
        } else if (side == Side.SERVER) {
            answered();
        } else if (type == METHOD) {
            asked(false);
            if (classId == CONNECTION && method == START_OK) {
                onStartOk(frame);
            } else if (classId == CONNECTION && method == SECURE_OK) {
                onAnswer(frame);
            }
        }
    }

    /** {@code client-properties table, mechanism shortstr, response longstr, locale shortstr}. */
    private void onStartOk(ByteCursor frame) {
        long table = Peek.u32(frame, METHOD_ARGUMENTS);
        if (table < 0 || METHOD_ARGUMENTS + 4 + table >= frame.remaining()) {
            return;
        }
        frame.skip(METHOD_ARGUMENTS + 4 + (int) table);
        frame.slice8(mechanism);
        boolean response = Peek.u32(frame, 0) > 0;
        begin();
        if (response) {
            onAnswer(frame);
        }
    }

    private void begin() {
        amqplain = Ascii.firstWordIs(mechanism, "AMQPLAIN");
        sasl.start(mechanism);
    }

    /** RabbitMQ's AMQPLAIN is a table with the password in it. */
    private void onAnswer(ByteCursor frame) {
        Credentials kind = sasl.onAnswer(frame);
        expose(amqplain && kind != Credentials.NONE ? Credentials.SECRET : kind);
    }

    private void onPerformative(Side side, ByteCursor frame) {
        boolean saslFrame = frame.peek(5) == SASL_FRAME;
        frame.skip(Math.min(frame.remaining(), frame.peek(4) * 4));
        int code = frame.peek(0) == 0 && frame.peek(1) == SMALL_ULONG ? frame.peek(2) : NO_CODE;
        if (frame.remaining() > 0 && !isPerformative(code, saslFrame)) {
            finish();
        } else if (saslFrame) {
            if (side == Side.SERVER) {
                answered();
            } else if (code == SASL_INIT) {
                asked(false);
                onSaslInit(frame);
            } else if (code == SASL_RESPONSE) {
                onAnswer(frame);
            }
        } else if (code == TRANSFER) {
            carry(side);
        } else if (side == Side.SERVER) {
            answered();
        } else if (code != NO_CODE) {
            asked(false);
        }
    }

    private static boolean isPerformative(int code, boolean saslFrame) {
        return saslFrame ? code >= SASL_MECHANISMS && code <= SASL_OUTCOME : code >= OPEN && code <= CLOSE;
    }

    /** {@code list of (mechanism symbol, initial-response binary, hostname string)}. */
    private void onSaslInit(ByteCursor frame) {
        int list = frame.peek(3);
        int head = list == LIST8 ? 6 : list == LIST32 ? 12 : 0;
        if (head == 0 || frame.peek(head) != SYM8) {
            return;
        }
        frame.skip(head + 1);
        frame.slice8(mechanism);
        begin();
        boolean response =
                frame.peek(0) == BINARY8 && frame.peek(1) > 0 || frame.peek(0) == BINARY32 && Peek.u32(frame, 1) > 0;
        if (response) {
            onAnswer(frame);
        }
    }
}
