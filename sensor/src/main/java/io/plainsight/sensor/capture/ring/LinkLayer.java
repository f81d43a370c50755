package io.plainsight.sensor.capture.ring;

/**
 * How frames of an interface look, by its ARPHRD_ value. What is not known to carry one header at the front of every frame
 * is taken cooked, without its own header, as libpcap does.
 */
enum LinkLayer {
    /** LINKTYPE_ETHERNET. */
    ETHERNET(1, PacketSocket.SOCK_RAW),
    /** LINKTYPE_RAW: IP at the front, as of tunnels. */
    RAW(101, PacketSocket.SOCK_RAW),
    /** LINKTYPE_IEEE802_11. */
    IEEE802_11(105, PacketSocket.SOCK_RAW),
    /** LINKTYPE_IEEE802_11_RADIOTAP. */
    IEEE802_11_RADIOTAP(127, PacketSocket.SOCK_RAW),
    /** LINKTYPE_LINUX_SLL. */
    COOKED(113, PacketSocket.SOCK_DGRAM);

    private final int linkType;
    private final int socketType;

    LinkLayer(int linkType, int socketType) {
        this.linkType = linkType;
        this.socketType = socketType;
    }

    static LinkLayer of(NetworkDevice device) {
        return device.isAny() ? COOKED : ofHardwareType(device.hardwareType());
    }

    static LinkLayer ofHardwareType(int hardwareType) {
        return switch (hardwareType) {
            case NetworkDevice.ARPHRD_ETHER, NetworkDevice.ARPHRD_LOOPBACK -> ETHERNET;
            case NetworkDevice.ARPHRD_NONE, NetworkDevice.ARPHRD_RAWIP -> RAW;
            case NetworkDevice.ARPHRD_IEEE80211 -> IEEE802_11;
            case NetworkDevice.ARPHRD_IEEE80211_RADIOTAP -> IEEE802_11_RADIOTAP;
            default -> COOKED;
        };
    }

    /** The LINKTYPE_ value of what is handed on. */
    int linkType() {
        return linkType;
    }

    int socketType() {
        return socketType;
    }

    boolean isCooked() {
        return this == COOKED;
    }

    /** Whether a VLAN tag has a place in the header. */
    boolean hasEtherType() {
        return this == ETHERNET || this == COOKED;
    }
}
