package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Observation;
import io.plainsight.stream.inventory.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The certificates that one public key was seen in. Immutable. */
record KeyHolders(List<Holder> all) {
    static final int MAX_HOLDERS = 16;
    /** A certificate for more names than that is compared with none. */
    static final int MAX_NAMES = 64;

    private static final int SHOWN_NAMES = 3;

    static final KeyHolders NONE = new KeyHolders(List.of());

    KeyHolders {
        all = all == null ? List.of() : all; // absent in JSON where empty
    }

    /**
     * One certificate.
     *
     * @param identity as in {@link Certificates#subject}
     * @param names common name and alternative names, lower case; empty where there are none, or too many
     * @param service that showed it last, for people
     * @param last epoch seconds of packet time
     */
    record Holder(String identity, List<String> names, String service, long last) {
        Holder {
            names = names == null ? List.of() : names;
        }

        static Holder of(Observation observation, String service) {
            Observation.Server server = observation.tls().server();
            List<String> alternatives = server.x509() == null || server.x509().alternativeNames() == null
                    ? List.of()
                    : server.x509().alternativeNames();
            List<String> names = Stream.concat(
                            Stream.ofNullable(HostNames.commonName(server.subject())), alternatives.stream())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .distinct()
                    .limit(MAX_NAMES + 1L)
                    .toList();
            return new Holder(
                    Certificates.subject(observation, server.hash(), server.subject()),
                    names.size() > MAX_NAMES ? List.of() : names,
                    service,
                    observation.timestamp().getEpochSecond());
        }

        /** One that the inventory lists and nobody need have shown. */
        static Holder of(Inventory.Entry listed, Instant now) {
            return new Holder(
                    listed.place(),
                    listed.names().size() > MAX_NAMES ? List.of() : listed.names(),
                    listed.names().stream().limit(SHOWN_NAMES).collect(Collectors.joining(", ", "", " (inventory)")),
                    now.getEpochSecond());
        }

        /** Whether both have names, and no name is covered by both: the one is no renewal of the other, nor a part of it. */
        boolean isStrangerTo(Holder other) {
            return !names.isEmpty()
                    && !other.names.isEmpty()
                    && names.stream().noneMatch(name -> HostNames.matches(name, other.names))
                    && other.names.stream().noneMatch(name -> HostNames.matches(name, names));
        }
    }

    /** With this one as it is now; what nobody shows any more, or exceeds the bound, goes. */
    KeyHolders with(Holder seen) {
        List<Holder> next = new ArrayList<>(all);
        next.removeIf(holder -> holder.identity().equals(seen.identity())
                || holder.last() < seen.last() - CertificateHistory.FORGET_SECONDS);
        if (next.size() >= MAX_HOLDERS) {
            next.stream().min(Comparator.comparingLong(Holder::last)).ifPresent(next::remove);
        }
        next.add(seen);
        return new KeyHolders(List.copyOf(next));
    }

    /** Certificates in use at about the same time that have nothing to do with {@code seen}. */
    List<Holder> strangersTo(Holder seen) {
        return all.stream()
                .filter(holder -> Math.abs(seen.last() - holder.last()) < CertificateHistory.FORGET_SECONDS)
                .filter(holder -> holder.isStrangerTo(seen))
                .toList();
    }
}
