package io.plainsight.sensor.decode;

/** EtherType values; registry: IANA ieee-802-numbers, and the vendors' documents where it has none. */
final class EtherType {
    static final int IPV4 = 0x0800;
    static final int TRANSPARENT_ETHERNET_BRIDGING = 0x6558;
    static final int CUSTOMER_VLAN = 0x8100;
    static final int IPV6 = 0x86dd;
    static final int PPP = 0x880b;
    static final int MPLS = 0x8847;
    static final int MPLS_UPSTREAM = 0x8848;
    static final int PPPOE_SESSION = 0x8864;
    static final int MACSEC = 0x88e5;
    static final int SERVICE_VLAN = 0x88a8;
    static final int ERSPAN_TYPE_II = 0x88be;
    static final int ERSPAN_TYPE_III = 0x22eb;
    static final int VN_TAG = 0x8926;
    /** QinQ before IEEE 802.1ad settled on 0x88a8. */
    static final int VLAN_9100 = 0x9100;

    static final int VLAN_9200 = 0x9200;

    /** Below this the field is a length (IEEE 802.3 clause 3.2.6). */
    static final int MIN_ETHER_TYPE = 0x0600;

    private EtherType() {}
}
