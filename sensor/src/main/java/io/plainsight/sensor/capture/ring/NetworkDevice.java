package io.plainsight.sensor.capture.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel says about a network interface (netdevice(7)): read only, and without any right.
 *
 * <p><b>Threading:</b> one thread at a time. <b>Errors:</b> a value that the kernel or the driver does not have is the
 * documented default, never an exception.
 */
final class NetworkDevice {
    /** All interfaces at once, as libpcap calls them. */
    static final String ANY = "any";

    static final int NO_INDEX = -1;

    // linux/sockios.h
    static final long SIOCGIFFLAGS = 0x8913;
    static final long SIOCGIFMTU = 0x8921;
    static final long SIOCGIFHWADDR = 0x8927;
    static final long SIOCGIFINDEX = 0x8933;
    static final long SIOCETHTOOL = 0x8946;
    static final long SIOCGHWTSTAMP = 0x89b1;
    // linux/ethtool.h
    static final int ETHTOOL_GFLAGS = 0x25;
    static final int ETHTOOL_GGRO = 0x2b;
    static final int ETH_FLAG_LRO = 1 << 15;
    // linux/if_arp.h
    static final int ARPHRD_ETHER = 1;
    static final int ARPHRD_RAWIP = 519;
    static final int ARPHRD_LOOPBACK = 772;
    static final int ARPHRD_IEEE80211 = 801;
    static final int ARPHRD_IEEE80211_RADIOTAP = 803;
    static final int ARPHRD_NONE = 0xfffe;

    private static final int IFF_UP = 1;

    // struct ifreq: the name, then a union
    private static final int IFREQ_LENGTH = 40;
    private static final int IFNAMSIZ = 16;
    private static final int VALUE_OFFSET = IFNAMSIZ;
    // struct ethtool_value: cmd, data
    private static final int ETHTOOL_VALUE_LENGTH = 8;
    // struct hwtstamp_config: flags, tx_type, rx_filter
    private static final int HWTSTAMP_CONFIG_LENGTH = 12;
    private static final int RX_FILTER_OFFSET = 8;

    private static final int AF_INET = 2;

    /** One line for each interface of this process's network namespace; the first two are headings. */
    private static final Path DEVICES = Path.of("/proc/net/dev");

    private static final Path STATISTICS = Path.of("/sys/class/net");

    private final String name;

    NetworkDevice(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isAny() {
        return name.equals(ANY);
    }

    /** The interface's number, 0 for {@link #ANY}, {@link #NO_INDEX} where there is none of this name. */
    int index() {
        return isAny() ? 0 : request(SIOCGIFINDEX, NO_INDEX);
    }

    boolean isUp() {
        return isAny() || (request(SIOCGIFFLAGS, 0) & IFF_UP) != 0;
    }

    /** Longest packet in bytes without its link-layer header; 0 when not known. */
    int mtu() {
        return isAny() ? 0 : request(SIOCGIFMTU, 0);
    }

    /** The ARPHRD_ value; {@link #ARPHRD_NONE} when not known. */
    int hardwareType() {
        return request(SIOCGIFHWADDR, ARPHRD_NONE) & 0xffff;
    }

    /** Whether the kernel joins segments before they are captured (generic receive offload). */
    boolean hasGro() {
        return ethtool(ETHTOOL_GGRO) != 0;
    }

    /** Whether the adapter joins segments before the kernel sees them (large receive offload). */
    boolean hasLro() {
        return (ethtool(ETHTOOL_GFLAGS) & ETH_FLAG_LRO) != 0;
    }

    /** Whether somebody has told the adapter to stamp what it receives; setting it would need CAP_NET_ADMIN. */
    boolean hasHardwareTimestamps() {
        Memory config = new Memory(HWTSTAMP_CONFIG_LENGTH);
        config.clear();
        return requestPointer(SIOCGHWTSTAMP, config) && config.getInt(RX_FILTER_OFFSET) != 0;
    }

    /**
     * Frames that the adapter or its driver lost since the interface exists, for want of buffers; 0 when not known.
     *
     * <p>rx_dropped is left out: it also counts what the kernel's own stack has no use for after it was captured, such as
     * every frame of a VLAN that the host is not in.
     */
    long lost() {
        return isAny() ? 0 : statistic("rx_missed_errors") + statistic("rx_fifo_errors");
    }

    private long statistic(String counter) {
        Path file = STATISTICS.resolve(name).resolve("statistics").resolve(counter);
        try {
            return Long.parseUnsignedLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0; // an interface that has just vanished, or a container without sysfs
        }
    }

    /** Names of all interfaces, with an address or without. */
    static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(DEVICES)) {
            int colon = line.indexOf(':');
            if (colon >= 0) {
                names.add(line.substring(0, colon).strip());
            }
        }
        return names;
    }

    private int ethtool(int command) {
        Memory value = new Memory(ETHTOOL_VALUE_LENGTH);
        value.setInt(0, command);
        value.setInt(Integer.BYTES, 0);
        return requestPointer(SIOCETHTOOL, value) ? value.getInt(Integer.BYTES) : 0;
    }

    private int request(long code, int missing) {
        Memory request = request();
        if (request == null || !ioctl(code, request)) {
            return missing;
        }
        // flags and hardware type are 16 bits; whoever asks masks the rest
        return request.getInt(VALUE_OFFSET);
    }

    private boolean requestPointer(long code, Memory data) {
        Memory request = request();
        if (request == null) {
            return false;
        }
        request.setPointer(VALUE_OFFSET, data);
        return ioctl(code, request);
    }

    /** An ifreq with the name, or null where no interface can have it. */
    private Memory request() {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= IFNAMSIZ) {
            return null;
        }
        Memory request = new Memory(IFREQ_LENGTH);
        request.clear();
        request.write(0, bytes, 0, bytes.length);
        return request;
    }

    private static boolean ioctl(long code, Memory request) {
        LibC libc = LibC.get();
        int fd = libc.socket(AF_INET, PacketSocket.SOCK_DGRAM | PacketSocket.SOCK_CLOEXEC, 0);
        try {
            libc.ioctl(fd, code, request);
            return true;
        } catch (LastErrorException e) {
            return false; // not known, which the caller has a value for
        } finally {
            libc.close(fd);
        }
    }
}
