package io.plainsight.stream.site;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationCaptureBuilder;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationHandshakeBuilder;
import io.plainsight.events.ObservationNetworkBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import io.plainsight.events.ObservationTlsDetailBuilder;
import io.plainsight.events.ObservationX509Builder;
import io.plainsight.events.Protection;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.Machine;
import io.plainsight.stream.scenario.Negotiation;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** One attempt of a client at a service, and the records that a sensor writes of it. */
final class Connection {
    final Instant at;
    final Host host;
    final Stacks.Client client;
    final Service service;
    Service.Member member;
    final Random random;
    /** Share of packets that the sensor loses at this time. */
    final double loss;

    /** What the client offers; a fault may offer less. */
    Abilities offered;

    boolean fallback;
    boolean resumed;
    private Negotiation answer;

    Connection(Instant at, Host host, Stacks.Client client, Service service, Random random, double loss) {
        this.at = at;
        this.host = host;
        this.client = client;
        this.service = service;
        this.member = service.members.get(random.nextInt(service.members.size()));
        this.random = random;
        this.loss = loss;
        this.offered = client.abilities();
        this.resumed = random.nextInt(4) == 0;
    }

    /** Both sides by the RFCs, and nobody between them. */
    List<Observation> undisturbed() {
        negotiate();
        if (answer.alert() != null) {
            return refused(answer.alert(), "server");
        }
        return finished(answer.mark());
    }

    /** A box on the way answers in the place of the service, with a certificate of its own making. */
    List<Observation> through(Service.Member box) {
        Service.Leaf real = member.leaf;
        member = new Service.Member(
                box.abilities,
                new Service.Leaf(
                        real.subject(),
                        real.names(),
                        "CN=Branch Inspection, O=Site",
                        real.notBefore(),
                        real.notAfter(),
                        "RSA",
                        2048,
                        "SHA256withRSA",
                        false,
                        Ids.sha256("box" + real.sha256())));
        member.marks = Machine.Marks.NONE;
        return undisturbed();
    }

    /** Lost packets left open how it ended. */
    List<Observation> halfSeen() {
        Observation last = ended(undisturbed().get(0));
        return List.of(ObservationBuilder.builder(last)
                .tls(ObservationTlsBuilder.builder(last.tls())
                        .version(null)
                        .cipher(null)
                        .curve(null)
                        .established(null)
                        .server(null)
                        .build())
                .plainsight(ObservationPlainsightBuilder.builder(last.plainsight())
                        .protection(Protection.UNKNOWN)
                        .handshake(ObservationHandshakeBuilder.builder()
                                .state("unknown")
                                .build())
                        .build())
                .build());
    }

    void negotiate() {
        boolean jdk11 = member.marks == Machine.Marks.JDK11 && client != Stacks.JDK_11_0_0;
        Machine.Marks marks = jdk11 ? Machine.Marks.STANDARD : member.marks;
        answer = Negotiation.of(offered, fallback, member.abilities, marks, false);
    }

    /** As negotiated, with this mark in the server's random. */
    List<Observation> finished(String mark) {
        boolean tls13 = answer.version().equals(Abilities.TLS13);
        boolean retry = tls13 && answer.group() != null && shares().stream().noneMatch(answer.group()::equals);
        ObservationTlsBuilder tls = ObservationTlsBuilder.builder()
                .version(answer.version())
                .versionProtocol("tls")
                .cipher(answer.suite())
                .curve(resumed && !tls13 ? null : answer.group())
                .established(true)
                .resumed(resumed)
                .nextProtocol(tls13 ? null : answer.protocol())
                .client(hello().build())
                .server(server(tls13));
        ObservationTlsDetailBuilder detail = detail().postQuantum(
                        answer.group() != null && answer.group().contains("mlkem"))
                .forwardSecret(CipherSuiteTraits.of(answer.suite()).forwardSecret())
                .downgradeSentinel(mark)
                .earlyData(tls13 && resumed && random.nextInt(10) == 0 ? "accepted" : null)
                .clientHelloCount(retry ? 2 : 1)
                .mutual(service.mutual)
                .mutualConfidence(service.mutual != null && tls13 ? 0.95 : null);
        ObservationHandshakeBuilder handshake = ObservationHandshakeBuilder.builder()
                .state("completed")
                .helloRetry(retry)
                .durationMs(1L + random.nextInt(60))
                .inferred(tls13)
                .phase(tls13 ? "application_data" : "finished")
                .confidence(tls13 ? 0.95 : null);
        return told(Actions.HANDSHAKE_COMPLETED, "success", verdict(), tls.build(), detail, handshake);
    }

    /** The verdict of a sensor without a policy, as far as the detectors rely on it. */
    private Protection verdict() {
        boolean old = answer.version().compareTo(Abilities.TLS12) < 0;
        boolean good = answer.suite().contains("GCM") || answer.suite().contains("CHACHA20");
        return old || !good || answer.suite().startsWith("TLS_RSA") ? Protection.WEAK : Protection.PROTECTED;
    }

    /** Ended by an alert that can be read, before or instead of the rest. */
    List<Observation> refused(String alert, String sender) {
        return failed(handshake -> handshake
                .failure("alert")
                .alert(alert)
                .alertSender(sender)
                .phase("server".equals(sender) ? "client_hello" : "certificate"));
    }

    /** Ended without an alert. */
    List<Observation> broken(String failure) {
        return failed(handshake -> handshake.failure(failure).phase("client_hello"));
    }

    private List<Observation> failed(UnaryOperator<ObservationHandshakeBuilder> how) {
        ObservationTlsBuilder tls = ObservationTlsBuilder.builder()
                .versionProtocol("tls")
                .established(false)
                .client(hello().build());
        ObservationHandshakeBuilder handshake = how.apply(ObservationHandshakeBuilder.builder()
                .state("failed")
                .helloRetry(false)
                .inferred(false)
                .helloBytes(517));
        return told(
                Actions.HANDSHAKE_FAILED,
                "failure",
                Protection.UNKNOWN,
                tls.build(),
                detail().clientHelloCount(1),
                handshake);
    }

    /** Opened and closed without a byte, as health checks do. */
    List<Observation> empty() {
        return List.of(base(Actions.FLOW_ENDED, "unknown", at, Ids.random(random, 12))
                .network(network(null, null).build())
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.UNKNOWN)
                        .reasons(List.of(new Observation.Reason("protocol.no-payload", List.of(), "without payload")))
                        .build())
                .build());
    }

    /** Application data in clear. */
    List<Observation> clear(String protocol, String credentials, Observation.StartTls starttls) {
        String id = Ids.random(random, 12);
        Observation first = base(Actions.PLAINTEXT_OBSERVED, "success", at, id)
                .network(network(protocol, null).build())
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.PLAINTEXT)
                        .plaintext(new Observation.Plaintext(credentials, true))
                        .starttls(starttls)
                        .build())
                .build();
        return List.of(first, ended(first));
    }

    private List<Observation> told(
            String action,
            String outcome,
            Protection protection,
            Observation.Tls tls,
            ObservationTlsDetailBuilder detail,
            ObservationHandshakeBuilder handshake) {
        boolean quic = service.quic
                && client.abilities().offers(Abilities.TLS13)
                && offered.protocols().contains("h2");
        Observation first = base(action, outcome, at, Ids.random(random, 12))
                .network(network(quic ? "quic" : "tls", service.starttls)
                        .transport(quic ? "udp" : "tcp")
                        .build())
                .tls(tls)
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(protection)
                        .handshake(handshake.build())
                        .tls(detail.build())
                        .starttls(upgraded())
                        .capture(
                                loss > 0
                                        ? ObservationCaptureBuilder.builder()
                                                .lostPackets(1000L)
                                                .lostShare(loss)
                                                .build()
                                        : null)
                        .domainSource(service.name == null ? null : "sni")
                        .build())
                .build();
        return List.of(first, ended(first));
    }

    private Observation.StartTls upgraded() {
        return service.starttls == null
                ? null
                : ObservationStartTlsBuilder.builder()
                        .protocol(service.starttls)
                        .offered(true)
                        .requested(true)
                        .accepted(true)
                        .used(true)
                        .build();
    }

    /** The last word about the same connection. */
    private Observation ended(Observation first) {
        Instant end = at.plusMillis(50 + random.nextInt(random.nextInt(20) == 0 ? 600_000 : 8_000));
        return ObservationBuilder.builder(first)
                .timestamp(end)
                .event(ObservationEventBuilder.builder(first.event())
                        .action(Actions.FLOW_ENDED)
                        .type(List.of("connection", "end"))
                        .end(end)
                        .build())
                .source(ObservationEndpointBuilder.builder(first.source())
                        .bytes(3306L)
                        .packets(14L)
                        .build())
                .destination(ObservationEndpointBuilder.builder(first.destination())
                        .bytes(9828L)
                        .packets(16L)
                        .build())
                .build();
    }

    private ObservationBuilder base(String action, String outcome, Instant time, String id) {
        return ObservationBuilder.builder()
                .timestamp(time)
                .event(ObservationEventBuilder.builder()
                        .id(id)
                        .action(action)
                        .outcome(outcome)
                        .kind("event")
                        .category(List.of("network"))
                        .type(List.of("connection", "protocol"))
                        .start(time.minusMillis(4))
                        .end(time)
                        .build())
                .observer(Site.OBSERVER)
                .source(ObservationEndpointBuilder.builder()
                        .ip(host.ip)
                        .port(32768 + random.nextInt(28232))
                        .bytes(842L)
                        .packets(7L)
                        .build())
                .destination(ObservationEndpointBuilder.builder()
                        .ip(service.ip)
                        .port(service.port)
                        .bytes(2864L)
                        .packets(6L)
                        .domain(service.name)
                        .build());
    }

    private ObservationNetworkBuilder network(String protocol, String application) {
        return ObservationNetworkBuilder.builder()
                .transport("tcp")
                .protocol(protocol)
                .application(application)
                .type("ipv4")
                .direction(service.external ? "outbound" : "internal");
    }

    private ObservationClientBuilder hello() {
        return ObservationClientBuilder.builder()
                .serverName(service.name)
                .ja3(client.ja3() == null ? Ids.random(random, 16) : client.ja3())
                .ja4(client.ja4())
                .supportedCiphers(offered.suites());
    }

    private List<String> shares() {
        return offered.groups()
                .subList(0, Math.min(client.shares(), offered.groups().size()));
    }

    private ObservationTlsDetailBuilder detail() {
        boolean tls13 = offered.versions().contains(Abilities.TLS13);
        return ObservationTlsDetailBuilder.builder()
                .offeredVersions(offered.versions())
                .offeredGroups(offered.groups())
                .keyShareGroups(tls13 ? shares() : null)
                .postQuantumOffered(offered.groups().contains(Abilities.MLKEM))
                .fallbackScsv(fallback)
                .ech(false)
                .offeredProtocols(offered.protocols().isEmpty() ? null : offered.protocols())
                .offeredCompression(List.of("null"))
                .pskModes(tls13 ? List.of("psk_dhe_ke") : null);
    }

    private Observation.Server server(boolean tls13) {
        ObservationServerBuilder server = ObservationServerBuilder.builder()
                .ja3s(Integer.toHexString(member.abilities.hashCode()) + (tls13 ? "13" : "12"));
        Service.Leaf leaf = member.leaf;
        if (tls13 || resumed || leaf == null) {
            return server.build();
        }
        return server.subject(leaf.subject())
                .issuer(leaf.issuer())
                .notBefore(leaf.notBefore())
                .notAfter(leaf.notAfter())
                .hash(new Observation.Hash(null, leaf.sha256()))
                .x509(ObservationX509Builder.builder()
                        .serialNumber(leaf.sha256().substring(0, 16))
                        .publicKeyAlgorithm(leaf.algorithm())
                        .publicKeySize(leaf.bits())
                        .publicKeyCurve(leaf.algorithm().equals("EC") ? "secp256r1" : null)
                        .signatureAlgorithm(leaf.signature())
                        .alternativeNames(leaf.names())
                        .selfSigned(leaf.selfSigned())
                        .build())
                .build();
    }
}
