package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.detection.downgrade.ClientMemory.Attempt;
import io.plainsight.stream.detection.downgrade.RegressionJudge.Outcome;
import io.plainsight.stream.detection.downgrade.RegressionJudge.Sighting;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Judges handshakes by what is remembered of their service and client, and tells on what it found. Memories lie under the
 * service with its transport, so that QUIC and TCP on one port do not mix:
 *
 * <pre>
 *  tracks   service|name             versions
 *           service|name|version|offer   the answers to one offer
 *           service                  encrypted or in clear
 *           client/address|stack     what a client offers, whatever the service
 *  clients  service|address          what a client has reached and tried here
 * </pre>
 */
final class ServiceProcessor extends ContextualProcessor<String, Observation, String, Trace> {
    static final String SERVER_STORE = "downgrade-server-store";
    static final String CLIENT_STORE = "downgrade-client-store";
    private static final Bounds SERVER_BOUNDS = new Bounds(500_000, Duration.ofDays(30));
    private static final Bounds CLIENT_BOUNDS = new Bounds(500_000, Duration.ofDays(30));
    /** A proxy carries the protection of others beside clear text. */
    private static final Set<String> TUNNELS = Set.of("http", "socks");

    private final Supplier<Judges> judges;
    private final StreamMetrics metrics;
    private Known<Tracks> tracks;
    private Known<ClientMemory> clients;

    ServiceProcessor(Supplier<Judges> judges, StreamMetrics metrics) {
        this.judges = judges;
        this.metrics = metrics;
    }

    /** The judgements under one policy. */
    record Judges(Zones zones, MarkJudge marks, FallbackJudge fallbacks, RegressionJudge regressions) {
        static Judges of(Zones zones) {
            return new Judges(zones, new MarkJudge(zones), new FallbackJudge(zones), new RegressionJudge(zones));
        }
    }

    @Override
    public void init(ProcessorContext<String, Trace> context) {
        super.init(context);
        tracks = new Known<>(new BoundedStore<>(SERVER_STORE, context, SERVER_BOUNDS, metrics), Tracks.NONE);
        clients = new Known<>(new BoundedStore<>(CLIENT_STORE, context, CLIENT_BOUNDS, metrics), ClientMemory.NONE);
    }

    @Override
    public void process(Record<String, Observation> record) {
        Observation observation = record.value();
        Optional<Hello> hello = Hello.of(observation);
        if (hello.isPresent()) {
            new Handshake(record, hello.get()).judge();
        } else if (isPlaintext(observation)) {
            new Handshake(record, null).judgePlaintext();
        }
    }

    /** Upgrades inside a protocol are the rule {@code starttls-stripped}'s. */
    private static boolean isPlaintext(Observation observation) {
        return Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED)
                && observation.plainsight() != null
                && observation.plainsight().starttls() == null
                && observation.plainsight().plaintext() != null
                && Boolean.TRUE.equals(observation.plainsight().plaintext().userData());
    }

    /** One observation on its way through the judgements. */
    private final class Handshake {
        private final Record<String, Observation> record;
        private final Observation observation;
        private final Hello hello;
        private final Judges judge = judges.get();
        private final Instant at;
        private final String service;
        private final String name;
        private final String address;
        private final long client;
        /** Whether the client is; of handshakes alone. */
        private final boolean ours;

        private final List<Finding> found = new ArrayList<>();

        Handshake(Record<String, Observation> record, Hello hello) {
            this.record = record;
            this.observation = record.value();
            this.hello = hello;
            this.at = observation.timestamp();
            String transport =
                    observation.network() == null ? null : observation.network().transport();
            this.service = transport == null ? record.key() : record.key() + '/' + transport;
            this.name = Services.requestedName(observation);
            this.address = observation.source().ip();
            this.client = Fnv.of(address);
            this.ours = hello != null && judge.zones().isInternal(address);
        }

        void judge() {
            String serverKey = service + '|' + name;
            String clientKey = service + '|' + address;
            Tracks known = tracks.get(serverKey);
            Tracks server = known;
            ClientMemory memory = clients.get(clientKey);
            Track versions = server.get(Dimension.VERSION);
            String best = best(versions);

            Optional<Finding> mark = judge.marks().judge(observation, hello);
            Attempt attempt =
                    ClientMemory.attempt(hello, name, observation.event().id(), at);
            Optional<Finding> proof = mark.isPresent()
                    ? mark
                    : judge.fallbacks().judge(observation, hello, attempt, memory, best, isOfOldMember(versions));
            proof.ifPresent(found::add);

            boolean teaches = mark.isEmpty() && !hello.isKnownWorkaround();
            if (teaches) {
                server = server.with(Dimension.VERSION, learn(versions, memory, proof.isEmpty()));
                if (hello.completed() && hello.whole() && !hello.resumed() && hello.negotiated() != null) {
                    judgeAnswer(serverKey, proof.isEmpty());
                }
                if (hello.completed()) {
                    judgeEncrypted();
                }
                judgeOffer(best, memory);
            }
            boolean below = best != null && hello.endedBelow(best);
            clients.put(
                    clientKey,
                    memory,
                    memory.with(hello, name, observation.event().id(), at, below));
            tracks.put(serverKey, known, tellIssuer(server));
            found.forEach(finding -> tell(finding, issuer()));
        }

        /** Whether a member of the pool answered that cannot better: it sets no mark, and others got the same from it. */
        private boolean isOfOldMember(Track versions) {
            return hello.negotiated() != null
                    && hello.sentinel() == null
                    && versions.gaveBefore(TlsVersions.rank(hello.negotiated()), at);
        }

        /** The best version that the service has shown, claimed or proves now; null when none is known. */
        private String best(Track versions) {
            int level = versions.bestOrProven(at);
            return FallbackJudge.better(
                    hello.provenByServer(),
                    level < 0 ? null : TlsVersions.ascending().get(level));
        }

        private Track learn(Track versions, ClientMemory memory, boolean tell) {
            Track next = versions;
            if (hello.completed() && !hello.resumed() && hello.negotiated() != null) {
                int level = TlsVersions.rank(hello.negotiated());
                int could = hello.whole() ? Math.max(level, TlsVersions.rank(hello.offered())) : level;
                int best = Math.min(next.best(at), could);
                boolean switched =
                        best > level && memory.hadBefore(TlsVersions.ascending().get(best), at);
                next = apply(new Sighting(Dimension.VERSION, level, could, client, switched), next, tell);
            }
            String proven = hello.provenByServer();
            return proven == null || hello.offers(proven) ? next : next.proven(TlsVersions.rank(proven), at);
        }

        private void judgeAnswer(String serverKey, boolean tell) {
            Map<Dimension, Integer> levels = Strength.of(observation, hello.negotiated());
            if (levels.isEmpty()) {
                return;
            }
            // a lower version has other suites; that it is lower was told already
            String key = serverKey + '|' + hello.negotiated() + '|' + Long.toHexString(hello.offer());
            Tracks known = tracks.get(key);
            Tracks answers = known;
            for (Map.Entry<Dimension, Integer> level : levels.entrySet()) {
                Dimension dimension = level.getKey();
                Sighting sighting = new Sighting(dimension, level.getValue(), Integer.MAX_VALUE, client, true);
                answers = answers.with(dimension, apply(sighting, answers.get(dimension), tell && found.isEmpty()));
            }
            tracks.put(key, known, answers);
        }

        private void judgeEncrypted() {
            String application =
                    observation.network() == null ? null : observation.network().application();
            boolean upgraded = observation.plainsight().starttls() != null;
            if (!upgraded && (application == null || !TUNNELS.contains(application))) {
                encryption(1);
            }
        }

        void judgePlaintext() {
            // scanners and mistaken clients are not the service; its own clients are
            if (clients.get(service + '|' + address)
                    .hadBefore(TlsVersions.ascending().get(0), at)) {
                encryption(0);
                found.forEach(finding -> tell(finding, null));
            }
        }

        private void encryption(int level) {
            Tracks known = tracks.get(service);
            Sighting sighting = new Sighting(Dimension.ENCRYPTION, level, 1, client, true);
            tracks.put(
                    service,
                    known,
                    known.with(Dimension.ENCRYPTION, apply(sighting, known.get(Dimension.ENCRYPTION), true)));
        }

        /** Whoever visits from outside is too many to remember, and not ours to mend. */
        private void judgeOffer(String best, ClientMemory memory) {
            if (!hello.whole() || hello.negotiated() == null || !ours) {
                return;
            }
            String key = "client/" + address + '|' + Long.toHexString(hello.stack());
            Tracks known = tracks.get(key);
            Track offers = known.get(Dimension.VERSION);
            int level = TlsVersions.rank(hello.offered());
            boolean matters = best != null && !hello.offers(best);
            int could = matters ? Math.max(level, TlsVersions.rank(best)) : level;
            int usual = Math.min(offers.best(at), could);
            boolean switched =
                    usual > level && memory.hadBefore(TlsVersions.ascending().get(usual), at);
            Sighting sighting = new Sighting(Dimension.VERSION, level, could, Fnv.of(service), switched);
            Outcome outcome = judge.regressions().ofClient(observation, sighting, offers);
            outcome.finding().filter(finding -> found.isEmpty()).ifPresent(found::add);
            tracks.put(key, known, known.with(Dimension.VERSION, outcome.track()));
        }

        private Track apply(Sighting sighting, Track track, boolean tell) {
            Outcome outcome = judge.regressions().ofService(observation, sighting, track);
            outcome.finding().filter(finding -> tell).ifPresent(found::add);
            return outcome.track();
        }

        private String issuer() {
            Observation.Server server = observation.tls().server();
            return server == null ? null : server.issuer();
        }

        /** Tells on once a day who signs for a name outside; inside, one authority for all names is how it should be. */
        private Tracks tellIssuer(Tracks server) {
            String issuer = issuer();
            if (issuer == null
                    || name.isEmpty()
                    || !ours
                    || judge.zones().isInternal(observation.destination().ip())) {
                return server;
            }
            Tracks next = server.issuedBy(issuer, at);
            if (next != server) {
                tell(null, issuer);
            }
            return next;
        }

        private void tell(Finding finding, String issuer) {
            Observation.Server server =
                    observation.tls() == null ? null : observation.tls().server();
            String answer = server == null ? null : server.ja3s();
            Trace trace = new Trace(
                    at,
                    finding,
                    client,
                    Fnv.of(service),
                    hello == null ? 0 : hello.stack(),
                    issuer,
                    name.isEmpty() ? 0 : Fnv.of(Domains.registrable(name)),
                    Fnv.of(observation.destination().ip()),
                    answer == null ? 0 : Fnv.of(answer),
                    finding == null ? observation : null);
            context().forward(record.withKey(judge.zones().of(address)).withValue(trace));
        }
    }
}
