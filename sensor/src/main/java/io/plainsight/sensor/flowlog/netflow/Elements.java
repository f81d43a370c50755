package io.plainsight.sensor.flowlog.netflow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The registry of information elements ({@code elements.txt}), and names for those that are not in it. Immutable.
 *
 * <p>A key is the enterprise number above 16 bits of element number. NetFlow 9 has no enterprise numbers: its vendors' own
 * numbers stand under 0, the types of its scopes under {@link #SCOPE}.
 */
final class Elements {
    /** RFC 5103 section 6.1: what flows the other way. */
    static final long REVERSE = 29_305;
    /** Types of scope, RFC 3954 section 6.1; no enterprise number reaches here. */
    static final long SCOPE = 1L << 32;

    private static final String RESOURCE = "elements.txt";
    private static final int ID_BITS = 16;
    private static final int ID_MASK = 0xffff;

    /** Sections of packets and frames, and the target of a request, which holds its query string. */
    private static final Set<Integer> PAYLOAD = Set.of(104, 291, 292, 293, 313, 314, 315, 316, 317, 461);

    private static final String[] SCOPES = {"system", "interface", "lineCard", "cache", "template"};

    private final Map<Integer, Element> registered = new HashMap<>();

    private Elements() {}

    /** Reads the resource in this package. */
    static Elements load() {
        Elements elements = new Elements();
        InputStream resource = Elements.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IllegalStateException("missing from the sensor's jar: " + RESOURCE);
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ");
                    int id = Integer.parseInt(parts[0]);
                    ElementType type = ElementType.of(parts[2]);
                    elements.registered.put(id, new Element(parts[1], type, PAYLOAD.contains(id)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the sensor's jar", e);
        }
        return elements;
    }

    static long key(long enterprise, int id) {
        return enterprise << ID_BITS | id;
    }

    static long enterprise(long key) {
        return key >>> ID_BITS;
    }

    static int id(long key) {
        return (int) key & ID_MASK;
    }

    /** Never null. */
    Element of(long key) {
        long enterprise = enterprise(key);
        int id = id(key);
        Element element = enterprise == 0 || enterprise == REVERSE ? registered.get(id) : null;
        if (element != null) {
            return enterprise == 0 ? element : reverse(element);
        }
        if (enterprise == SCOPE) {
            String name = id >= 1 && id <= SCOPES.length ? SCOPES[id - 1] : Integer.toString(id);
            return new Element("scope." + name, ElementType.OCTETS, false);
        }
        return new Element("ie." + enterprise + '.' + id, ElementType.OCTETS, true);
    }

    /** Named as RFC 5103 section 3 does. */
    private static Element reverse(Element element) {
        String name = element.name();
        String reverse = "reverse" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return new Element(reverse, element.type(), element.withheld());
    }
}
