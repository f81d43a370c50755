package io.plainsight.sensor.observe;

import io.plainsight.sensor.flow.PortRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Registered names of ports ({@code services.txt}). A hint for a person, never a verdict. Immutable. */
public final class ServiceNames implements PortRegistry {
    private static final String RESOURCE = "services.txt";
    private static final Map<String, Integer> TRANSPORTS = Map.of("tcp", 6, "udp", 17, "sctp", 132);
    /** Below are the system ports (RFC 6335 section 6). */
    private static final int FIRST_USER_PORT = 1024;
    /** From here on Linux picks source ports, registered or not. */
    private static final int FIRST_EPHEMERAL_PORT = 32768;

    private final Map<Integer, String> names = new HashMap<>();

    private ServiceNames() {}

    /** Reads the resource in this package. */
    public static ServiceNames load() {
        ServiceNames services = new ServiceNames();
        InputStream resource = ServiceNames.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IllegalStateException("missing from the sensor's jar: " + RESOURCE);
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    services.add(line.split(" "));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the sensor's jar", e);
        }
        return services;
    }

    /**
     * The registered name in lower case, or null.
     *
     * @param protocol IANA protocol number
     */
    public String name(int protocol, int port) {
        return names.get(key(protocol, port));
    }

    @Override
    public boolean isService(int protocol, int port) {
        return port > 0
                && (port < FIRST_USER_PORT || port < FIRST_EPHEMERAL_PORT && names.containsKey(key(protocol, port)));
    }

    private void add(String[] fields) {
        for (String transport : fields[1].split("/")) {
            names.put(key(TRANSPORTS.get(transport), Integer.parseInt(fields[0])), fields[2]);
        }
    }

    private static int key(int protocol, int port) {
        return protocol << 16 | port;
    }
}
