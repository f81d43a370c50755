package io.plainsight.sensor.capture.ring;

/**
 * Where things stand in a TPACKET_V3 ring (linux/if_packet.h; Documentation/networking/packet_mmap.rst). All numbers are in
 * the host's byte order but for {@code sll_protocol} and {@code sll_addr}.
 *
 * <pre>
 * block:  | tpacket_block_desc (48) | packet | packet | …                              |
 * packet: | tpacket3_hdr (48) | sockaddr_ll (20) | reserve, alignment | frame | padding |
 *         |&lt;------------------------ tp_mac ------------------------->|
 *         |&lt;------------------------ tp_next_offset, 0 for the last ------------------->|
 * </pre>
 */
final class TPacketV3 {
    // struct tpacket_block_desc with its tpacket_hdr_v1
    static final int BLOCK_STATUS_OFFSET = 8;
    static final int NUM_PKTS_OFFSET = 12;
    static final int OFFSET_TO_FIRST_PKT_OFFSET = 16;
    static final int TS_FIRST_PKT_OFFSET = 32;
    static final int BLOCK_HEADER_LENGTH = 48;

    // struct tpacket3_hdr
    static final int TP_NEXT_OFFSET_OFFSET = 0;
    static final int TP_SEC_OFFSET = 4;
    static final int TP_NSEC_OFFSET = 8;
    static final int TP_SNAPLEN_OFFSET = 12;
    static final int TP_LEN_OFFSET = 16;
    static final int TP_STATUS_OFFSET = 20;
    static final int TP_MAC_OFFSET = 24;
    static final int TP_VLAN_TCI_OFFSET = 32;
    static final int TP_VLAN_TPID_OFFSET = 36;
    static final int PACKET_HEADER_LENGTH = 48;

    // struct sockaddr_ll, which follows it
    static final int SLL_PROTOCOL_OFFSET = PACKET_HEADER_LENGTH + 2;
    static final int SLL_HATYPE_OFFSET = PACKET_HEADER_LENGTH + 8;
    static final int SLL_PKTTYPE_OFFSET = PACKET_HEADER_LENGTH + 10;
    static final int SLL_HALEN_OFFSET = PACKET_HEADER_LENGTH + 11;
    static final int SLL_ADDR_OFFSET = PACKET_HEADER_LENGTH + 12;

    /** TPACKET3_HDRLEN: the first byte in front of a frame that the kernel does not use. */
    static final int HEADERS_LENGTH = PACKET_HEADER_LENGTH + 20;

    // block_status and tp_status
    static final int TP_STATUS_KERNEL = 0;
    static final int TP_STATUS_USER = 1;
    static final int TP_STATUS_VLAN_VALID = 1 << 4;
    static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;
    static final int TP_STATUS_TS_RAW_HARDWARE = 1 << 31;

    static final int PACKET_OUTGOING = 4;

    private TPacketV3() {}
}
