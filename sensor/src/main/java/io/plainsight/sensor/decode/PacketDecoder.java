package io.plainsight.sensor.decode;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the innermost IP packet of a frame and fills a {@link Packet} with it.
 *
 * <p>Each layer reads its header and says what comes next ({@link Next}); this class only walks from one to the next, past
 * {@link PlainTcp}, which takes most frames at once. What
 * looks like a tunnel but holds no packet (a stray datagram on a tunnel's port, an unknown payload) is given as the outer
 * packet that it is.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> the packet's buffer is the frame's, or, for a datagram put together from
 * fragments, this decoder's own until the next call. <b>Memory:</b> nothing per packet; up to 16 MiB for fragments, on first
 * use. <b>Bounds:</b> {@link #MAX_LAYERS} layers; the limits of {@link FragmentReassembler}. Never throws.
 */
public final class PacketDecoder {
    /** VLAN tags, tunnels and IP headers of one frame. Twice what is met in mobile and overlay networks. */
    static final int MAX_LAYERS = 24;

    private final SensorCounters counters;
    private final FragmentReassembler fragments;
    private final Frame frame = new Frame();
    /** The packet around a tunnel, for when the tunnel holds none. */
    private final Packet outer = new Packet();

    /** @param counters receives the drops by reason; of the thread that decodes */
    public PacketDecoder(SensorCounters counters) {
        this(counters, new FragmentReassembler(counters));
    }

    private PacketDecoder(SensorCounters counters, FragmentReassembler fragments) {
        this.counters = counters;
        this.fragments = fragments;
    }

    /**
     * A decoder for frames in any order: it keeps nothing between them, and leaves every fragment to another decoder, which
     * sees all of them in the order of capture.
     */
    public static PacketDecoder withoutFragments(SensorCounters counters) {
        return new PacketDecoder(counters, new FragmentReassembler(counters, true));
    }

    /** Gives up the fragments of datagrams that are not complete, when a capture ends. */
    public void clear() {
        fragments.clear();
    }

    /**
     * Decodes one frame.
     *
     * @param buffer holds the frame; neither its position nor its limit is moved
     * @param offset first byte of the frame
     * @param capturedLength bytes present
     * @param originalLength bytes that the frame had on the wire
     * @param timestampNs packet time, nanoseconds since the Unix epoch
     * @param linkType LINKTYPE_ value, see {@link LinkType}
     * @param out filled when the result is {@link DecodeResult#OK}, undefined otherwise
     * @return why there is no packet, if there is none; counted already
     */
    public DecodeResult decode(
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int originalLength,
            long timestampNs,
            int linkType,
            Packet out) {
        fragments.release();
        DecodeResult result;
        if (offset < 0 || capturedLength < 0 || capturedLength > buffer.limit() - offset) {
            result = DecodeResult.TRUNCATED;
        } else if (linkType == LinkType.ETHERNET
                && buffer.order() == ByteOrder.BIG_ENDIAN
                && PlainTcp.decode(buffer, offset, capturedLength, originalLength, out)) {
            out.timestampNs = timestampNs;
            return DecodeResult.OK;
        } else {
            frame.reset(buffer, offset, capturedLength, originalLength);
            frame.vlanId = Packet.NO_VLAN;
            out.encapsulation.clear();
            out.timestampNs = timestampNs;
            result = walk(linkType, out);
            out.vlanId = frame.vlanId;
        }
        SensorCounter counter = result.counter();
        if (counter != null) {
            counters.increment(counter);
        }
        return result;
    }

    private DecodeResult walk(int linkType, Packet out) {
        int tunnels = 0;
        int next = linkLayer(linkType);
        for (int layers = 0; next >= 0; layers++) {
            if (layers == MAX_LAYERS) {
                next = Next.TOO_DEEP;
                break;
            }
            if (next == Next.TRANSPORT) {
                next = transport(out);
                if (next >= 0) {
                    outer.copyFrom(out);
                    out.encapsulation.enter(tunnelType(next), out);
                    tunnels++;
                }
            } else {
                next = layer(next, out);
            }
        }
        if (tunnels > 0 && next != Next.DONE && next != Next.FRAGMENT_HELD && next != Next.FRAGMENT_DEFERRED) {
            out.copyFrom(outer);
            if (tunnels == 1) {
                out.encapsulation.clear(); // that was none
            }
            return DecodeResult.OK;
        }
        return Next.result(next);
    }

    private int linkLayer(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> Next.ETHERNET;
            case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD -> Next.IP;
            case LinkType.IPV4 -> EtherType.IPV4;
            case LinkType.IPV6 -> EtherType.IPV6;
            case LinkType.NULL, LinkType.LOOP -> Loopback.decode(frame);
            case LinkType.LINUX_SLL -> LinuxCooked.decodeV1(frame);
            case LinkType.LINUX_SLL2 -> LinuxCooked.decodeV2(frame);
            case LinkType.PPP -> Next.PPP;
            case LinkType.PPP_HDLC, LinkType.C_HDLC -> Ppp.decodeHdlc(frame);
            case LinkType.PPP_ETHER -> EtherType.PPPOE_SESSION;
            case LinkType.NFLOG -> Nflog.decode(frame);
            case LinkType.IEEE802_11 -> Wlan.decode(frame);
            case LinkType.IEEE802_11_RADIOTAP -> Wlan.decodeRadiotap(frame);
            default -> {
                counters.linkTypes().count(linkType);
                yield Next.UNKNOWN_LINK_TYPE;
            }
        };
    }

    private int layer(int layer, Packet out) {
        return switch (layer) {
            case Next.ETHERNET, EtherType.TRANSPARENT_ETHERNET_BRIDGING -> Ethernet.decode(frame);
            case EtherType.IPV4 -> Ipv4.decode(frame, out, fragments);
            case EtherType.IPV6 -> Ipv6.decode(frame, out, fragments);
            case Next.IP -> ipByVersion();
            case EtherType.CUSTOMER_VLAN, EtherType.SERVICE_VLAN, EtherType.VLAN_9100, EtherType.VLAN_9200 ->
                VlanTag.decode(frame);
            case EtherType.VN_TAG -> VlanTag.decodeVnTag(frame);
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> Mpls.decode(frame);
            case EtherType.PPPOE_SESSION -> Ppp.decodePppoeSession(frame);
            case EtherType.PPP, Next.PPP -> Ppp.decode(frame);
            case Next.GRE -> Gre.decode(frame, out.encapsulation);
            case Next.VXLAN -> Vxlan.decode(frame, out.encapsulation);
            case Next.GENEVE -> Geneve.decode(frame, out.encapsulation);
            case Next.GTP_U -> GtpU.decode(frame, out.encapsulation);
            case Next.TEREDO -> Teredo.decode(frame);
            case Next.L2TP -> L2tp.decode(frame, out.encapsulation);
            case EtherType.MACSEC -> MacSec.decode(frame);
            default -> {
                counters.etherTypes().count(layer);
                yield Next.NOT_IP;
            }
        };
    }

    private int ipByVersion() {
        if (!frame.has(1)) {
            return Next.TRUNCATED;
        }
        return switch (frame.u8(0) >>> 4) {
            case 4 -> EtherType.IPV4;
            case 6 -> EtherType.IPV6;
            default -> Next.NOT_IP;
        };
    }

    private int transport(Packet out) {
        out.sourcePort = 0;
        out.destinationPort = 0;
        out.tcpFlags = 0;
        out.sequenceNumber = 0;
        out.acknowledgmentNumber = 0;
        if (out.protocol == IpProtocol.TCP) {
            return Tcp.decode(frame, out);
        }
        if (out.protocol == IpProtocol.UDP) {
            return Udp.decode(frame, out);
        }
        setPayload(frame, out);
        return switch (out.protocol) {
            case IpProtocol.IPV4 -> EtherType.IPV4;
            case IpProtocol.IPV6 -> EtherType.IPV6;
            case IpProtocol.GRE -> Next.GRE;
            case IpProtocol.MPLS_IN_IP -> EtherType.MPLS;
            case IpProtocol.SCTP -> Sctp.decode(frame, out);
            default -> Next.DONE;
        };
    }

    private static Encapsulation.Type tunnelType(int next) {
        return switch (next) {
            case Next.VXLAN -> Encapsulation.Type.VXLAN;
            case Next.GENEVE -> Encapsulation.Type.GENEVE;
            case Next.GRE -> Encapsulation.Type.GRE;
            case Next.GTP_U -> Encapsulation.Type.GTP_U;
            case Next.TEREDO -> Encapsulation.Type.TEREDO;
            case Next.L2TP -> Encapsulation.Type.L2TP;
            case EtherType.MPLS -> Encapsulation.Type.MPLS;
            default -> Encapsulation.Type.IP_IN_IP;
        };
    }

    /** The rest of the frame is the transport's payload. */
    static void setPayload(Frame frame, Packet out) {
        out.buffer = frame.buffer();
        out.payloadOffset = frame.offset;
        out.payloadLength = frame.remaining();
        out.wirePayloadLength = frame.wireRemaining();
    }
}
