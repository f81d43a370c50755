package io.plainsight.sensor.capture;

import com.sun.jna.NativeLibrary;
import java.util.List;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/**
 * Finds libpcap before pcap4j does.
 *
 * <p>pcap4j asks for {@code libpcap.so}, a link that only the development package installs. The runtime package has
 * {@code libpcap.so.0.8} (Debian and its kin) or {@code libpcap.so.1} (others): pcap4j is pointed there by its own
 * system property, which it reads once when its classes are loaded.
 */
final class PcapLibrary {
    private static final String LIBRARY_NAME_PROPERTY = "org.pcap4j.core.pcapLibName";
    private static final List<String> NAMES = List.of("pcap", "libpcap.so.0.8", "libpcap.so.1");

    private PcapLibrary() {}

    /** Makes pcap4j usable, and gives the name that JNA loads the library by. */
    static synchronized String load() throws CaptureException {
        String name = System.getProperty(LIBRARY_NAME_PROPERTY);
        if (name == null) {
            name = find();
            System.setProperty(LIBRARY_NAME_PROPERTY, name);
        }
        return name;
    }

    /** Names of the interfaces that can be listened on. */
    static List<String> interfaces() throws CaptureException {
        load();
        try {
            return Pcaps.findAllDevs().stream()
                    .map(PcapNetworkInterface::getName)
                    .toList();
        } catch (PcapNativeException e) {
            throw new CaptureException("cannot list the network interfaces: " + e.getMessage(), e);
        }
    }

    private static String find() throws CaptureException {
        UnsatisfiedLinkError last = null;
        for (String name : NAMES) {
            try {
                NativeLibrary.getInstance(name);
                return name;
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        throw new CaptureException(
                "libpcap is missing, and live capture needs it; install it with 'apt-get install libpcap0.8' "
                        + "(Debian, Ubuntu) or 'dnf install libpcap' (Fedora, RHEL)",
                last);
    }
}
