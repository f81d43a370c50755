package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.tls.HandshakeType;

/**
 * Puts one side's handshake messages into order and together, from records that are lost, repeated, out of order and
 * fragmented anew with each retransmission (RFC 6347 section 4.2.3). A whole message whose turn it is is handed out in place.
 *
 * <p>A hello does not wait for the messages before it: which message numbers the hellos had that a cookie exchange or the
 * capture's begin took away is not known.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> buffers for incomplete and early messages. <b>Bounds:</b>
 * {@link #MAX_MESSAGE} per message, {@link #MAX_HELD} bytes of memory together, {@link #WINDOW} messages ahead; what exceeds them is
 * dropped, which later shows as a gap.
 */
final class MessageReassembler {
    static final int MAX_MESSAGE = 64 * 1024;
    static final int MAX_HELD = 96 * 1024;
    /** A flight has at most seven messages. */
    static final int WINDOW = 16;

    /** Takes messages in order. */
    interface Handler {
        /** @param body the message without its header; valid during the call */
        void onMessage(int type, int messageSequence, ByteCursor body);

        /** A fragment that cannot be one. */
        void onBadFragment();

        /** A message beyond {@link #MAX_MESSAGE}. */
        void onOversizedMessage();
    }

    private final ByteCursor body = new ByteCursor();
    /** By message_seq modulo its length; null while nothing is held. */
    private PartialMessage[] held;

    private int heldBytes;
    private int next;
    private boolean dropped;

    /**
     * Takes a handshake record's content: messages and fragments behind each other.
     *
     * @param fragment as much as was captured; consumed
     */
    void add(ByteCursor fragment, Handler handler) {
        while (fragment.remaining() > 0) {
            if (!addFragment(fragment, handler)) {
                fragment.skip(fragment.remaining());
            }
        }
    }

    /** A record of this side did not reach us whole. */
    void lose() {
        dropped = true;
    }

    /** Whether something is held that waits for what was not seen. */
    boolean isWaiting() {
        return dropped || heldBytes > 0;
    }

    /** Whether something was given away that will not come again. */
    boolean hasDropped() {
        return dropped;
    }

    /** Gives up what was not seen: hands out the whole messages behind it. */
    void giveUp(Handler handler) {
        dropped = false;
        for (int i = 0; held != null && i < WINDOW; i++) {
            PartialMessage message = take(next);
            if (message != null && message.isComplete()) {
                message.read(body);
                handler.onMessage(message.type(), next, body);
            }
            next++;
        }
        held = null;
        heldBytes = 0;
    }

    /*
     * struct {
     *     HandshakeType msg_type;
     *     uint24 length;
     *     uint16 message_seq;
     *     uint24 fragment_offset;
     *     uint24 fragment_length;
     *     select (HandshakeType) { … } body;
     * } Handshake;      RFC 6347 section 4.2.2
     */
    private boolean addFragment(ByteCursor in, Handler handler) {
        int type = in.u8();
        int length = in.u24();
        int sequence = in.u16();
        int offset = in.u24();
        int fragment = in.u24();
        in.slice(fragment, body);
        if (!in.ok() || !HandshakeType.isKnown(type) || offset + fragment > length) {
            dropped = true;
            handler.onBadFragment();
            return false;
        }
        if (length > MAX_MESSAGE) {
            dropped |= sequence >= next;
            handler.onOversizedMessage();
        } else if (sequence >= next) {
            addFragment(type, length, sequence, offset, handler);
        } // else a retransmission
        return true;
    }

    private void addFragment(int type, int length, int sequence, int offset, Handler handler) {
        if (body.remaining() == length && (sequence == next || isHello(type))) {
            handOut(type, sequence, handler);
            return;
        }
        if (body.remaining() == 0 && length > 0) {
            return; // OpenSSL asks for retransmission with empty fragments
        }
        PartialMessage message = hold(type, length, sequence);
        if (message == null || heldBytes + PartialMessage.costOf(body.remaining()) > MAX_HELD) {
            dropped = true;
        } else if (message.type() == type && message.length() == length) {
            int before = message.cost();
            dropped |= !message.add(offset, body);
            heldBytes += message.cost() - before;
            if (message.isComplete() && (sequence == next || isHello(type))) {
                take(sequence);
                message.read(body);
                handOut(type, sequence, handler);
            }
        }
    }

    /** Hands out the message in {@link #body}, and those that waited for it. */
    private void handOut(int type, int sequence, Handler handler) {
        while (next <= sequence) {
            PartialMessage passed = take(next);
            dropped |= passed != null && next < sequence && !isHello(passed.type());
            next++;
        }
        handler.onMessage(type, sequence, body);
        PartialMessage following = at(next);
        while (following != null && following.isComplete()) {
            int number = next++;
            take(number);
            following.read(body);
            handler.onMessage(following.type(), number, body);
            following = at(next);
        }
    }

    private PartialMessage hold(int type, int length, int sequence) {
        if (sequence - next >= WINDOW) {
            return null;
        }
        PartialMessage message = at(sequence);
        if (message == null) {
            message = new PartialMessage(type, length);
            if (held == null) {
                held = new PartialMessage[WINDOW];
            }
            held[sequence % WINDOW] = message;
            heldBytes += message.cost();
        }
        return message;
    }

    private PartialMessage at(int sequence) {
        return held == null ? null : held[sequence % WINDOW];
    }

    private PartialMessage take(int sequence) {
        PartialMessage message = at(sequence);
        if (message != null) {
            held[sequence % WINDOW] = null;
            heldBytes -= message.cost();
        }
        return message;
    }

    private static boolean isHello(int type) {
        return type == HandshakeType.CLIENT_HELLO
                || type == HandshakeType.SERVER_HELLO
                || type == HandshakeMessages.HELLO_VERIFY_REQUEST;
    }
}
