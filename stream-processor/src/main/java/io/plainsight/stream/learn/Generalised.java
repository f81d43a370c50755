package io.plainsight.stream.learn;

import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.PortRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes few lines of many destinations, where that widens little: names below one owner's domain, and addresses that fill a
 * good part of a block, each only with others on the same ports.
 */
final class Generalised {
    /** An eighth of a /24; fewer neighbours are no reason to allow the strangers among them. */
    static final int DENSE_ADDRESSES = 32;

    private static final int IPV4_PREFIX = 24;
    private static final int IPV6_PREFIX = 64;

    private final int namesPerDomain;

    /** @param namesPerDomain how many names below a domain stand for all of it */
    Generalised(int namesPerDomain) {
        this.namesPerDomain = namesPerDomain;
    }

    private record Part(String whole, List<PortRange> ports) {}

    private record Member(String destination, Contact contact) {}

    /** Lines for named destinations, then those for addresses, each in order. */
    List<Entry> of(Map<String, Contact> names, Map<String, Contact> addresses) {
        List<Entry> entries = new ArrayList<>();
        entries.addAll(fold(names, true, namesPerDomain));
        entries.addAll(fold(addresses, false, DENSE_ADDRESSES));
        return entries;
    }

    private static List<Entry> fold(Map<String, Contact> contacts, boolean byName, int least) {
        Map<Part, List<Member>> parts = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        contacts.forEach((destination, contact) -> {
            List<PortRange> ports = contact.ports.ranges();
            Optional<String> whole = byName ? Domains.owned(destination) : block(destination);
            if (whole.isPresent()) {
                parts.computeIfAbsent(new Part(whole.get(), ports), part -> new ArrayList<>())
                        .add(new Member(destination, contact));
            } else {
                entries.add(new Entry(destination, byName, ports, 1, contact));
            }
        });
        parts.forEach((part, members) -> {
            if (members.size() >= least) {
                Contact all = new Contact();
                members.forEach(member -> all.add(member.contact()));
                entries.add(new Entry(part.whole(), byName, part.ports(), members.size(), all));
            } else {
                members.forEach(member ->
                        entries.add(new Entry(member.destination(), byName, part.ports(), 1, member.contact())));
            }
        });
        entries.sort(Comparator.comparing(Entry::destination)
                .thenComparing(entry -> entry.ports().toString()));
        return entries;
    }

    /** The /24 or /64 around an address; an IPv6 one in the form of RFC 5952, since its second half is zero. */
    static Optional<String> block(String address) {
        return IpAddress.parse(address).map(bytes -> {
            if (bytes.length == 4) {
                return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".0/" + IPV4_PREFIX;
            }
            StringBuilder text = new StringBuilder();
            int last = 3;
            while (last >= 0 && hextet(bytes, last) == 0) {
                last--;
            }
            for (int i = 0; i <= last; i++) {
                text.append(i == 0 ? "" : ":").append(Integer.toHexString(hextet(bytes, i)));
            }
            return text.append("::/").append(IPV6_PREFIX).toString();
        });
    }

    private static int hextet(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
    }
}
