package io.plainsight.alerting.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses requests whose {@code Host} is a name that is not ours. DNS rebinding lets a hostile page read a service on
 * loopback by pointing its own name there; the browser then still sends that name. Address literals cannot be rebound
 * and are accepted, so that port forwarding and access by address work; the port is not compared for the same reason.
 */
final class HostCheck {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private final Set<String> names = new HashSet<>();

    HostCheck(Set<String> configuredNames) {
        names.add("localhost");
        configuredNames.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        try {
            names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            // a machine that cannot resolve its own name is not reached by it either
            names.remove("");
        }
    }

    /** @param host the header's value, null when absent */
    boolean accepts(String host) {
        if (host == null) {
            return false;
        }
        String name = PORT.matcher(host.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return names.contains(name)
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches();
    }
}
