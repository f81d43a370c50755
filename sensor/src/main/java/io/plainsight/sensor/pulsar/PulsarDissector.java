package io.plainsight.sensor.pulsar;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * Pulsar (PulsarApi.proto). CommandConnect names the authentication method and holds its data, as does the answer to a later
 * challenge; messages are user data.
 *
 * <pre>
 *  Total size (32) | Command size (32) | Command (protocol buffers: type in field 1) | [ Metadata, payload ]
 * </pre>
 */
public final class PulsarDissector extends StrictFrameDissector {
    static final int COMMAND = 8;
    static final int TYPE_TAG = 0x08;
    static final int CONNECT = 2;
    static final int CONNECTED = 3;
    private static final int SEND = 6;
    private static final int MESSAGE = 9;
    private static final int PING = 18;
    private static final int PONG = 19;
    private static final int AUTH_RESPONSE = 37;

    /** Fields of CommandConnect. */
    private static final int AUTH_DATA = 3;

    private static final int AUTH_METHOD_NAME = 5;
    /** The client's own data, where a proxy hands them on. */
    private static final int ORIGINAL_AUTH_DATA = 8;

    private static final int ORIGINAL_AUTH_METHOD = 9;
    /** Fields of AuthData, in field 2 of CommandAuthResponse. */
    private static final int RESPONSE = 2;

    private static final int RESPONSE_METHOD_NAME = 1;
    private static final int RESPONSE_DATA = 2;
    /** The first and the last type of BaseCommand. */
    private static final int FIRST_TYPE = CONNECT;

    private static final int LAST_TYPE = 0x7f;
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    /** Default of maxMessageSize is 5 MiB; operators raise it. */
    private static final long MAX_LENGTH = 256L * 1024 * 1024;

    private final ByteCursor value = new ByteCursor();
    private final ByteCursor command = new ByteCursor();
    private final ByteCursor response = new ByteCursor();

    public PulsarDissector() {
        super(PulsarSignature.PULSAR);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        long size = Peek.u32(in, 0);
        if (size > MAX_LENGTH) {
            return INVALID;
        }
        if (in.remaining() < COMMAND + 2) {
            return INCOMPLETE;
        }
        return isCommand(side, in) ? 4 + size : INVALID;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        long size = Peek.u32(in, 0);
        return in.remaining() >= COMMAND + 2 && size <= MAX_LENGTH && isCommand(side, in);
    }

    private static boolean isCommand(Side side, ByteCursor in) {
        long command = Peek.u32(in, 4);
        int type = in.peek(COMMAND + 1);
        boolean other = type == (side == Side.CLIENT ? CONNECTED : CONNECT);
        return command >= 2
                && command <= Peek.u32(in, 0) - 4
                && in.peek(COMMAND) == TYPE_TAG
                && type >= FIRST_TYPE
                && type <= LAST_TYPE
                && !other;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int type = frame.peek(COMMAND) == TYPE_TAG ? frame.peek(COMMAND + 1) : 0;
        if (type == SEND || type == MESSAGE) {
            carry(side);
        } else if (side == Side.SERVER) {
            answered();
        } else if (type == CONNECT) {
            asked(false);
            enter(frame);
            expose(credentials(command, AUTH_METHOD_NAME, AUTH_DATA));
        } else if (type == AUTH_RESPONSE) {
            onAuthResponse(frame);
        } else if (type != PING && type != PONG) {
            asked(false);
        }
    }

    /** Points {@link #command} at the one message that the frame's command holds. */
    private void enter(ByteCursor frame) {
        frame.skip(COMMAND + 2);
        varint(frame);
        frame.slice(Math.min(size(frame), frame.remaining()), command);
    }

    private void onAuthResponse(ByteCursor frame) {
        enter(frame);
        while (command.remaining() > 0) {
            int tag = (int) varint(command);
            if ((tag & 7) == LENGTH_DELIMITED) {
                command.slice(size(command), response);
                if (tag >> 3 == RESPONSE) {
                    expose(credentials(response, RESPONSE_METHOD_NAME, RESPONSE_DATA));
                }
            } else if ((tag & 7) == VARINT) {
                varint(command);
            } else {
                return;
            }
        }
    }

    /** @param nameField number of the field with the method's name, {@code dataField} of the one with its data */
    private Credentials credentials(ByteCursor message, int nameField, int dataField) {
        boolean data = false;
        boolean original = false;
        Credentials kind = Credentials.NONE;
        Credentials originalKind = Credentials.NONE;
        while (message.remaining() > 0) {
            int tag = (int) varint(message);
            int field = tag >> 3;
            if ((tag & 7) == VARINT) {
                varint(message);
            } else if ((tag & 7) == LENGTH_DELIMITED) {
                message.slice(size(message), value);
                data |= field == dataField && value.remaining() > 0;
                original |= field == ORIGINAL_AUTH_DATA && value.remaining() > 0;
                kind = field == nameField ? kind(value) : kind;
                originalKind = field == ORIGINAL_AUTH_METHOD ? kind(value) : originalKind;
            } else {
                break;
            }
        }
        Credentials own = data ? kind : Credentials.NONE;
        return original && originalKind.compareTo(own) > 0 ? originalKind : own;
    }

    private static Credentials kind(ByteCursor name) {
        if (Ascii.is(name, "BASIC")) {
            return Credentials.SECRET;
        }
        if (Ascii.is(name, "TOKEN") || Ascii.is(name, "ATHENZ")) {
            return Credentials.TOKEN;
        }
        return Ascii.is(name, "NONE") || Ascii.is(name, "TLS") || name.remaining() == 0
                ? Credentials.NONE
                : Credentials.DERIVED;
    }

    private static int size(ByteCursor in) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, varint(in)));
    }

    private static long varint(ByteCursor in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = in.u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return value;
    }
}
