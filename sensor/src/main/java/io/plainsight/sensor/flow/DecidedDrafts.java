package io.plainsight.sensor.flow;

import io.plainsight.events.Observation;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.Arrays;
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
        for (int i = 0; i < each.length; i++) {
            each[i] = reasons.share(each[i], each[i].hashCode());
        }
        return lists.share(List.of(each), Arrays.hashCode(each));
    }

    Observation.Server share(Observation.Server server) {
        return servers.share(server, server == null ? 0 : Objects.hash(server.ja3s(), server.hash()));
    }

    Observation.Certificates share(Observation.Certificates sent) {
        return certificates.share(sent, sent == null ? 0 : 31 * hash(sent.server()) + hash(sent.client()));
    }

    String share(String name) {
        return names.share(name, name == null ? 0 : name.hashCode());
    }

    private static int hash(Observation.Chain chain) {
        return chain == null
                        || chain.certificates() == null
                        || chain.certificates().isEmpty()
                ? 0
                : Objects.hashCode(chain.certificates().get(0).hash());
    }

    private static int hash(ObservationDraft draft) {
        return Objects.hash(
                draft.protocol,
                draft.application,
                draft.protection,
                draft.action,
                draft.outcome,
                draft.tls,
                draft.handshake,
                draft.tlsDetail,
                draft.startTls,
                draft.plaintext,
                draft.crypto);
    }
}
