package io.plainsight.sensor.flow;

import io.plainsight.events.Observation;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.List;
import java.util.Objects;

/**
 * What decided connections have in common, by equality: drafts without what is single connections' own, reasons, servers with
 * their certificates, server names.
 *
 * <p><b>Threading:</b> one thread. <b>Bounds:</b> {@link #PLACES} values of each kind, which for TLS take some 2 KiB as a
 * draft and 2 KiB as a server, so 32 MiB at most; a busy network has some hundreds of each.
 */
public final class DecidedDrafts {
    private static final int PLACES = 1 << 13;

    private final Shared<ObservationDraft> drafts = new Shared<>(PLACES, Verdicts::same);
    private final Shared<Observation.Reason> reasons = new Shared<>(PLACES, Observation.Reason::equals);
    private final Shared<List<Observation.Reason>> lists = new Shared<>(PLACES, List::equals);
    private final Shared<Observation.Server> servers = new Shared<>(PLACES, Observation.Server::equals);
    private final Shared<Observation.Certificates> certificates =
            new Shared<>(PLACES, Observation.Certificates::equals);
    private final Shared<String> names = new Shared<>(PLACES, String::equals);

    /** What is to be kept of a connection whose inspection is over. */
    public Decided decide(ObservationDraft draft) {
        return new Decided(draft, this);
    }

    /** @param draft without reasons, server and certificates */
    ObservationDraft share(ObservationDraft draft) {
        return drafts.share(draft, hash(draft));
    }

    /** An immutable list of the same reasons. */
    List<Observation.Reason> share(List<Observation.Reason> of) {
        Observation.Reason[] each = of.toArray(new Observation.Reason[0]);
        int all = 1;
        for (int i = 0; i < each.length; i++) {
            int hash = 31 * hash(each[i].rule()) + hash(each[i].detail());
            each[i] = reasons.share(each[i], hash);
            all = 31 * all + hash;
        }
        return lists.share(List.of(each), all);
    }

    Observation.Server share(Observation.Server server) {
        return servers.share(server, server == null ? 0 : 31 * hash(server.ja3s()) + hash(server.hash()));
    }

    Observation.Certificates share(Observation.Certificates sent) {
        return certificates.share(sent, sent == null ? 0 : 31 * hash(sent.server()) + hash(sent.client()));
    }

    String share(String name) {
        return names.share(name, name == null ? 0 : name.hashCode());
    }

    /*
     * A record's own hash goes through all of its components, lists included, and is linked when the program runs; that took a
     * tenth of the time for a connection. These take what tells values apart that come beside each other; the rest is
     * compared.
     */

    private static int hash(Observation.Chain chain) {
        return chain == null
                        || chain.certificates() == null
                        || chain.certificates().isEmpty()
                ? 0
                : hash(chain.certificates().get(0).hash());
    }

    private static int hash(Observation.Hash hash) {
        return hash == null ? 0 : hash(hash.sha256());
    }

    private static int hash(ObservationDraft draft) {
        int hash = hash(draft.protocol);
        hash = 31 * hash + hash(draft.application);
        hash = 31 * hash + Objects.hashCode(draft.protection);
        hash = 31 * hash + hash(draft.action);
        hash = 31 * hash + hash(draft.tls);
        hash = 31 * hash + hash(draft.tlsDetail);
        hash = 31 * hash + (draft.handshake == null ? 0 : hash(draft.handshake.state()));
        hash = 31 * hash + Objects.hashCode(draft.startTls);
        hash = 31 * hash + Objects.hashCode(draft.plaintext);
        return 31 * hash + Objects.hashCode(draft.crypto);
    }

    private static int hash(Observation.Tls tls) {
        if (tls == null) {
            return 0;
        }
        int hash = 31 * hash(tls.version()) + hash(tls.cipher());
        hash = 31 * hash + hash(tls.curve());
        hash = 31 * hash + hash(tls.nextProtocol());
        hash = 31 * hash + (Boolean.TRUE.equals(tls.resumed()) ? 1 : 0);
        // GREASE (RFC 8701) varies lists under one JA4
        return tls.client() == null
                ? hash
                : 31 * (31 * hash + hash(tls.client().ja4()))
                        + Objects.hashCode(tls.client().supportedCiphers());
    }

    private static int hash(Observation.TlsDetail detail) {
        if (detail == null) {
            return 0;
        }
        int hash = 31 * hash(detail.signatureAlgorithm()) + hash(detail.resumption());
        hash = 31 * hash + hash(detail.earlyData());
        hash = 31 * hash + Objects.hashCode(detail.offeredVersions());
        hash = 31 * hash + Objects.hashCode(detail.offeredGroups());
        return 31 * hash + Objects.hashCode(detail.clientHelloCount());
    }

    private static int hash(String text) {
        return text == null ? 0 : text.hashCode();
    }
}
