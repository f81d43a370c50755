package io.plainsight.sensor.enip;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** EtherNet/IP by its encapsulation header: a command with the length and zeroes that it must have (CIP volume 2, 2-3 and 2-4). */
public final class EnipSignature extends FrameSignature {
    static final String ENIP = "enip";

    public EnipSignature() {
        super(
                ENIP,
                new ProtocolFacts(
                        "EtherNet/IP", ProtocolFacts.Kind.CLEAR, "ODVA, CIP volume 2, chapter 2", "messages of CIP"),
                EnipDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        int command = Peek.u16le(in, 0);
        if (command < 0) {
            return in.peek(0) < 0 || Encapsulation.mayBegin(in.peek(0)) ? Match.MAYBE : Match.NO;
        }
        // status and options
        if (!Encapsulation.isKnown(command) || !Peek.mayBeZero(in, 8, 4) || !Peek.mayBeZero(in, 20, 4)) {
            return Match.NO;
        }
        int length = Peek.u16le(in, 2);
        boolean fits =
                switch (command) {
                    case Encapsulation.REGISTER_SESSION ->
                        (length < 0 || length == 4) && Peek.may(in, 24, 1) && Peek.mayBeZero(in, 25, 3);
                    case Encapsulation.SEND_RR_DATA, Encapsulation.SEND_UNIT_DATA ->
                        Peek.mayBeZero(in, 24, 4) && (length < 0 || length >= 16);
                    default -> side == Side.SERVER || (length <= 0) && Peek.mayBeZero(in, 4, 4);
                };
        if (!fits) {
            return Match.NO;
        }
        int needed = Encapsulation.HEADER_LENGTH + (command >= Encapsulation.REGISTER_SESSION ? 4 : 0);
        if (in.remaining() < needed) {
            return Match.MAYBE;
        }
        if (command >= Encapsulation.REGISTER_SESSION) {
            return Match.YES;
        }
        // lists have few fixed bytes, so their length must fit as well
        int rest = Encapsulation.HEADER_LENGTH + length - in.remaining();
        return length > Encapsulation.MAX_LIST || rest < 0 ? Match.NO : rest > 0 ? Match.MAYBE : Match.YES;
    }
}
