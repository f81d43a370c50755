package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.decode.DecodeResult;
import io.plainsight.sensor.decode.Encapsulation;
import io.plainsight.sensor.decode.LinkType;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Frames through the decoder. Several in one input, so that fragments are put together; the decoder goes on from input to
 * input, as it does on the wire.
 *
 * <pre>
 * link type, an index (1)
 * frames: bytes cut off by the capture (1)  length (2)  bytes, as many as there are
 * </pre>
 */
public final class FramesTarget {
    private static final List<Integer> LINK_TYPES = List.of(
            LinkType.ETHERNET,
            LinkType.RAW,
            LinkType.LINUX_SLL,
            LinkType.LINUX_SLL2,
            LinkType.NULL,
            LinkType.LOOP,
            LinkType.PPP,
            LinkType.PPP_HDLC,
            LinkType.PPP_ETHER,
            LinkType.C_HDLC,
            LinkType.NFLOG,
            LinkType.IEEE802_11,
            LinkType.IEEE802_11_RADIOTAP,
            LinkType.IPV4,
            LinkType.IPV6);
    /** More than any datagram of 64 KiB is cut into by the seeds. */
    private static final int MAX_FRAMES = 64;

    private static final int MAX_DATAGRAM = 65_535;

    private static final PacketDecoder DECODER = new PacketDecoder(new SensorCounters());
    private static final Packet PACKET = new Packet();
    private static long nowNs;

    private FramesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteCursor in = new ByteCursor().wrap(input);
        int linkType = LINK_TYPES.get(in.u8() % LINK_TYPES.size());
        ByteBuffer whole = ByteBuffer.wrap(input);
        for (int frames = 0; in.remaining() > 0 && frames < MAX_FRAMES; frames++) {
            int missing = in.u8();
            int length = Math.min(in.u16(), in.remaining());
            decode(whole, in.position(), length, length + missing, linkType);
            in.skip(length);
        }
    }

    private static void decode(ByteBuffer whole, int offset, int length, int wireLength, int linkType) {
        nowNs += 1_000_000;
        DecodeResult result = DECODER.decode(whole, offset, length, wireLength, nowNs, linkType, PACKET);
        Invariants.check(result != null, "no result");
        if (result != DecodeResult.OK) {
            return;
        }
        Packet packet = PACKET;
        boolean inPlace = packet.buffer == whole;
        int from = inPlace ? offset : 0;
        int to = inPlace ? offset + length : Math.min(packet.buffer.limit(), MAX_DATAGRAM);
        Invariants.check(packet.ipVersion == 4 || packet.ipVersion == 6, "no IP version");
        Invariants.check(packet.protocol >= 0 && packet.protocol <= 255, "no transport");
        Invariants.check(packet.payloadLength >= 0, "a negative payload");
        Invariants.check(
                packet.payloadOffset >= from && packet.payloadOffset + packet.payloadLength <= to,
                "a payload outside its frame");
        Invariants.check(packet.wirePayloadLength >= packet.payloadLength, "more captured than sent");
        Invariants.check(packet.ipPayloadLength >= 0, "a negative length");
        Invariants.check((packet.sourcePort | packet.destinationPort) >>> 16 == 0, "a port beyond its 16 bits");
        Invariants.check(packet.vlanId >= Packet.NO_VLAN && packet.vlanId < 4096, "a VLAN beyond its 12 bits");
        Invariants.check(
                packet.encapsulation.type == null || packet.encapsulation.id >= Encapsulation.NO_ID,
                "a negative tunnel");
    }

    /** A seed; null for a link type that is not known. */
    static byte[] seed(int linkType, List<byte[]> frames) {
        int index = LINK_TYPES.indexOf(linkType);
        if (index < 0) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(index);
        for (byte[] frame : frames) {
            out.write(0);
            Conversation.u16(out, frame.length);
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }
}
