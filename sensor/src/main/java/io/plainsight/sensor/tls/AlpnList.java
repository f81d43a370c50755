package io.plainsight.sensor.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The protocols of an application_layer_protocol_negotiation extension (RFC 7301 section 3.1). Immutable; lists seen lately are
 * kept, and given out again as the same instance.
 *
 * <p><b>Threading:</b> any, without locks, as {@link CodeLists}. <b>Bounds:</b> {@link #PLACES} lists of at most
 * {@link #MAX_KEPT} bytes are kept; a longer one is made each time.
 */
public final class AlpnList {
    /** Sent by nobody. */
    public static final AlpnList NONE = new AlpnList(new byte[0]);

    private static final int PLACES = 128;
    private static final int MAX_KEPT = 256;
    /** ALPN lists of real clients have fewer than ten entries. */
    private static final int MAX_NAMES = 32;

    private static final AlpnList[] KEPT = new AlpnList[PLACES];

    /** The list as sent: each name behind one byte of length. */
    private final byte[] wire;

    private final int hash;
    private final byte[] first;
    private final List<String> names;
    private final List<String> withoutGrease;
    private final boolean whole;

    private AlpnList(byte[] wire) {
        this.wire = wire;
        hash = hash(wire, wire.length);
        byte[] firstName = null;
        List<String> read = new ArrayList<>();
        int at = 0;
        for (int next; at < wire.length && read.size() < MAX_NAMES; at = next) {
            int length = wire[at] & 0xff;
            next = at + 1 + length;
            if (length > 0 && next <= wire.length) {
                firstName = firstName == null ? Arrays.copyOfRange(wire, at + 1, next) : firstName;
                read.add(new String(wire, at + 1, length, StandardCharsets.ISO_8859_1));
            }
        }
        whole = at <= wire.length;
        first = firstName;
        names = List.copyOf(read);
        withoutGrease =
                names.stream().filter(name -> !Grease.isProtocolName(name)).toList();
    }

    /** @param wire the names as sent, each behind one byte of length; copied */
    static AlpnList of(byte[] wire, int length) {
        int place = hash(wire, length) & PLACES - 1;
        AlpnList known = KEPT[place];
        if (known != null && Arrays.equals(known.wire, 0, known.wire.length, wire, 0, length)) {
            return known;
        }
        AlpnList made = new AlpnList(Arrays.copyOf(wire, length));
        if (length <= MAX_KEPT) {
            KEPT[place] = made;
        }
        return made;
    }

    /** A list of one name; for tests. */
    public static AlpnList ofName(byte[] name) {
        byte[] wire = new byte[1 + name.length];
        wire[0] = (byte) name.length;
        System.arraycopy(name, 0, wire, 1, name.length);
        return of(wire, wire.length);
    }

    /** As sent, GREASE included. */
    public List<String> names() {
        return names;
    }

    public List<String> withoutGrease() {
        return withoutGrease;
    }

    /** The first name's bytes, which must not be changed; null without one. */
    public byte[] first() {
        return first;
    }

    /** Whether the last name does not reach beyond the list's end. */
    boolean isWhole() {
        return whole;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof AlpnList list && Arrays.equals(wire, list.wire);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private static int hash(byte[] bytes, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash * 0x9E3779B9 >>> 20;
    }
}
