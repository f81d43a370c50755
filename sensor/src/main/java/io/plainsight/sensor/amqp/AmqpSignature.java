package io.plainsight.sensor.amqp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Peek;

/** AMQP by the protocol header, or by a whole method frame of 0-9-1 where the beginning was not seen. */
public final class AmqpSignature implements ProtocolSignature {
    static final String AMQP = "amqp";

    private static final String NAME = "AMQP";
    private static final int V0_9_1 = 0x00000901;
    private static final int V0_9 = 0x01010009;
    private static final int V0_8 = 0x01010800;
    private static final int V0_10 = 0x0101000a;
    private static final int V1_0 = 0x00010000;
    static final int V1_0_TLS = 0x02010000;
    private static final int V1_0_SASL = 0x03010000;

    private static final int METHOD = 1;
    /** RabbitMQ's class of publisher confirms. */
    private static final int CONFIRM = 85;
    /** The highest method of any class: basic.nack. */
    private static final int MAX_METHOD = 120;
    /** More than what the longest list of properties takes. */
    private static final int MAX_METHOD_SIZE = 4000;

    @Override
    public String protocol() {
        return AMQP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "AMQP 0-9-1, AMQP 1.0",
                ProtocolFacts.Kind.UPGRADABLE,
                "AMQP 0-9-1, OASIS AMQP 1.0",
                "TLS header of 1.0, SASL mechanism, messages");
    }

    @Override
    public StreamDissector open() {
        return new AmqpDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        return in.peek(0) == METHOD ? matchMethod(in) : matchHeader(in);
    }

    static Match matchHeader(ByteCursor in) {
        for (int i = 0; i < NAME.length(); i++) {
            if (in.peek(i) >= 0 && in.peek(i) != NAME.charAt(i)) {
                return Match.NO;
            }
        }
        if (in.remaining() < AmqpDissector.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        long version = Peek.u32(in, NAME.length());
        boolean known = version == V0_9_1
                || version == V0_9
                || version == V0_8
                || version == V0_10
                || version == V1_0
                || version == V1_0_TLS
                || version == V1_0_SASL;
        return known ? Match.YES : Match.NO;
    }

    /** {@code type (8) channel (16) size (32) class (16) method (16) … 0xCE}. */
    static Match matchMethod(ByteCursor in) {
        if (in.remaining() < AmqpDissector.METHOD_ARGUMENTS) {
            return Match.MAYBE;
        }
        long size = Peek.u32(in, 3);
        if (!isMethod(in) || size < 4 || size > MAX_METHOD_SIZE) {
            return Match.NO;
        }
        int end = in.peek(AmqpDissector.FRAME_HEAD + (int) size);
        return end < 0 ? Match.MAYBE : end == AmqpDissector.FRAME_END ? Match.YES : Match.NO;
    }

    /** Whether class and method of the frame are known. */
    static boolean isMethod(ByteCursor frame) {
        int classId = Peek.u16(frame, AmqpDissector.CLASS);
        int method = Peek.u16(frame, AmqpDissector.CLASS + 2);
        boolean known = classId >= 10 && classId <= 90 && classId % 10 == 0 || classId == CONFIRM;
        return known && method >= 10 && method <= MAX_METHOD;
    }
}
