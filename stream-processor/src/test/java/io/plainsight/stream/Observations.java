package io.plainsight.stream;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationChainBuilder;
import io.plainsight.events.ObservationClientBuilder;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationFlowBuilder;
import io.plainsight.events.ObservationHandshakeBuilder;
import io.plainsight.events.ObservationNetworkBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.ObservationTlsBuilder;
import io.plainsight.events.ObservationTlsDetailBuilder;
import io.plainsight.events.ObservationX509Builder;
import io.plainsight.events.Protection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Builds valid observations; a test sets only what it is about. */
public final class Observations {
    public static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");

    private long destinationPackets = 10;

    private static final AtomicLong IDS = new AtomicLong();

    private Duration lasting = Duration.ofSeconds(1);
    private String id = "connection-" + IDS.incrementAndGet();
    private Instant at = NOW;
    private String action = Actions.HANDSHAKE_COMPLETED;
    private List<String> type;
    private String sourceIp = "10.0.0.5";
    private Integer sourcePort = 51514;
    private String destinationIp = "10.0.1.9";
    private Integer destinationPort = 443;
    private String transport = "tcp";
    private String protocol = "tls";
    private String application;
    private Protection protection = Protection.PROTECTED;
    private boolean tls = true;
    private final ObservationTlsBuilder tlsPart = ObservationTlsBuilder.builder()
            .version("1.3")
            .versionProtocol("tls")
            .cipher("TLS_AES_128_GCM_SHA256")
            .established(true);
    private final ObservationClientBuilder client =
            ObservationClientBuilder.builder().ja3("d41d8cd98f00b204e9800998ecf8427e");
    private final ObservationServerBuilder server = ObservationServerBuilder.builder();
    private final ObservationX509Builder x509 = ObservationX509Builder.builder();
    private boolean certificate;
    private final ObservationTlsDetailBuilder detail =
            ObservationTlsDetailBuilder.builder().offeredVersions(List.of("1.3", "1.2"));
    private final ObservationHandshakeBuilder handshake =
            ObservationHandshakeBuilder.builder().state("completed");
    private Observation.StartTls starttls;
    private Observation.Plaintext plaintext;
    private Integer tcpFlags;
    private Map<String, String> flowFields;
    private Long oneWayBytes;
    private Long oneWayPackets;
    private Long sentBytes;
    private Long receivedBytes;
    private String encryptionStatus;
    private String rejectReason;
    private Observation.Nat sourceNat;
    private String vlan;
    private Observation.Chain chain;
    private Observation.Crypto crypto;
    private List<Observation.Reason> reasons;
    private Observation.Capture capture;
    private Observation.Observer observer;

    private Observations() {}

    /** A completed, well-configured TLS 1.3 handshake between two internal hosts. */
    public static Observations tls() {
        return new Observations();
    }

    /** A handshake that failed with an alert of the server. */
    public static Observations failedHandshake() {
        Observations o = new Observations();
        o.action = Actions.HANDSHAKE_FAILED;
        o.protection = Protection.UNKNOWN;
        o.tlsPart.version(null).cipher(null).established(false);
        o.handshake.state("failed").failure("alert").alert("handshake_failure").alertSender("server");
        return o;
    }

    /** Application data in clear. */
    public static Observations plaintext(String protocol) {
        Observations o = new Observations();
        o.action = Actions.PLAINTEXT_OBSERVED;
        o.tls = false;
        o.protocol = protocol;
        o.destinationPort = 80;
        o.protection = Protection.PLAINTEXT;
        o.plaintext = new Observation.Plaintext(null, true);
        return o;
    }

    /** A flow-log record that was let through. */
    public static Observations flowLog() {
        Observations o = new Observations();
        o.action = Actions.FLOW_LOGGED;
        o.type = List.of("connection", "allowed");
        o.tls = false;
        o.protocol = null;
        o.protection = Protection.UNKNOWN;
        return o;
    }

    public Observations id(String value) {
        id = value;
        return this;
    }

    public Observations application(String value) {
        application = value;
        return this;
    }

    public Observations at(Instant value) {
        at = value;
        return this;
    }

    public Observations after(Duration value) {
        at = NOW.plus(value);
        return this;
    }

    /** From the first packet to this observation; a second unless said otherwise. */
    public Observations lasting(Duration value) {
        lasting = value;
        return this;
    }

    public Observations action(String value) {
        action = value;
        return this;
    }

    public Observations type(String... value) {
        type = List.of(value);
        return this;
    }

    public Observations from(String ip) {
        sourceIp = ip;
        return this;
    }

    public Observations fromPort(int port) {
        sourcePort = port;
        return this;
    }

    public Observations to(String ip, int port) {
        destinationIp = ip;
        destinationPort = port;
        return this;
    }

    public Observations version(String value) {
        tlsPart.version(value);
        return this;
    }

    public Observations versionProtocol(String value) {
        tlsPart.versionProtocol(value);
        return this;
    }

    public Observations cipher(String value) {
        tlsPart.cipher(value);
        return this;
    }

    /** A handshake that ended at TLS 1.2 with an accepted suite. */
    public Observations tls12() {
        return version("1.2").cipher("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    public Observations dhBits(int value) {
        detail.dhBits(value);
        return this;
    }

    public Observations curve(String value) {
        tlsPart.curve(value);
        return this;
    }

    /** What the builder of the TLS details has no method for here. */
    public Observations detail(Consumer<ObservationTlsDetailBuilder> change) {
        change.accept(detail);
        return this;
    }

    public Observations encryptThenMac(boolean value) {
        detail.encryptThenMac(value);
        return this;
    }

    public Observations offering(String... versions) {
        detail.offeredVersions(List.of(versions));
        return this;
    }

    public Observations sentinel(String value) {
        detail.downgradeSentinel(value);
        return this;
    }

    public Observations fallbackScsv() {
        detail.fallbackScsv(true);
        return this;
    }

    public Observations mutual(String value) {
        detail.mutual(value);
        return this;
    }

    public Observations resumed() {
        tlsPart.resumed(true);
        return this;
    }

    public Observations mutualConfidence(double value) {
        detail.mutualConfidence(value);
        return this;
    }

    public Observations serverName(String value) {
        client.serverName(value);
        return this;
    }

    public Observations clientCertificate(String subject, Instant notBefore, Instant notAfter, String sha256) {
        client.subject(subject).notBefore(notBefore).notAfter(notAfter).hash(new Observation.Hash(null, sha256));
        return this;
    }

    /** Failed with this alert. */
    public Observations alert(String name, String sender) {
        handshake.state("failed").failure("alert").alert(name).alertSender(sender);
        return this;
    }

    /** Failed without an alert. */
    public Observations failure(String value) {
        handshake.state("failed").failure(value).alert(null).alertSender(null);
        return this;
    }

    /** How far the handshake came. */
    public Observations phase(String value) {
        handshake.phase(value);
        return this;
    }

    /** Shows a good certificate, valid around {@link #NOW}. */
    public Observations certificate(String subject, String... names) {
        certificate = true;
        server.subject(subject)
                .issuer("CN=Example CA")
                .notBefore(NOW.minus(Duration.ofDays(100)))
                .notAfter(NOW.plus(Duration.ofDays(265)))
                .hash(new Observation.Hash(null, "ab".repeat(32)));
        x509.publicKeyAlgorithm("RSA")
                .publicKeySize(2048)
                .signatureAlgorithm("SHA256withRSA")
                .alternativeNames(List.of(names))
                .selfSigned(false);
        return this;
    }

    /** A certificate of which the sensor could make out the fingerprint alone. */
    public Observations unreadableCertificate() {
        server.hash(new Observation.Hash(null, "ab".repeat(32)));
        tlsPart.server(server.build());
        return this;
    }

    public Observations valid(Instant notBefore, Instant notAfter) {
        server.notBefore(notBefore).notAfter(notAfter);
        return this;
    }

    public Observations fingerprint(String sha256) {
        server.hash(new Observation.Hash(null, sha256));
        return this;
    }

    public Observations key(String algorithm, int bits) {
        x509.publicKeyAlgorithm(algorithm).publicKeySize(bits);
        return this;
    }

    public Observations signature(String algorithm) {
        x509.signatureAlgorithm(algorithm);
        return this;
    }

    public Observations selfSigned() {
        x509.selfSigned(true);
        return this;
    }

    /** What the sensor says about the server's chain. */
    public Observations chain(Boolean trusted, Boolean nameMatch, String... findings) {
        chain = ObservationChainBuilder.builder()
                .trusted(trusted)
                .nameMatch(nameMatch)
                .findings(List.of(findings))
                .build();
        return this;
    }

    /** The chain that the server sent, its own certificate first. */
    public Observations certificates(Observation.Certificate... value) {
        chain = ObservationChainBuilder.builder().certificates(List.of(value)).build();
        return this;
    }

    /** Another protocol than TLS that negotiated its own protection. */
    public Observations crypto(String negotiatedProtocol, ObservationCryptoBuilder value) {
        protocol = negotiatedProtocol;
        tls = false;
        crypto = value.build();
        return this;
    }

    public Observations reason(String rule, String detail) {
        reasons = List.of(new Observation.Reason(rule, List.of(), detail));
        return this;
    }

    public Observations protection(Protection value) {
        protection = value;
        return this;
    }

    public Observations userData(boolean value) {
        plaintext = new Observation.Plaintext(plaintext == null ? null : plaintext.credentials(), value);
        return this;
    }

    public Observations credentials(String value) {
        plaintext = new Observation.Plaintext(value, plaintext == null ? null : plaintext.userData());
        return this;
    }

    public Observations starttls(ObservationStartTlsBuilder value) {
        starttls = value.build();
        return this;
    }

    public Observations tcpFlags(int value) {
        tcpFlags = value;
        return this;
    }

    /** A record of one direction, as AWS and Google write it. */
    public Observations oneWay(long bytes, long packets) {
        oneWayBytes = bytes;
        oneWayPackets = packets;
        return this;
    }

    /** Bytes of both directions, source first. */
    public Observations bytes(long sent, long received) {
        sentBytes = sent;
        receivedBytes = received;
        return this;
    }

    public Observations encryptionStatus(String value) {
        encryptionStatus = value;
        return this;
    }

    /** Why it was refused. */
    public Observations rejectReason(String value) {
        rejectReason = value;
        return this;
    }

    /** The address that stood in the packets of the source. */
    public Observations translatedFrom(String ip) {
        sourceNat = new Observation.Nat(ip, null);
        return this;
    }

    /** What a flow log's record has besides. */
    public Observations flowFields(Map<String, String> value) {
        flowFields = value;
        return this;
    }

    /** Seen with this tag. */
    public Observations vlan(String id) {
        vlan = id;
        return this;
    }

    public Observations transport(String value) {
        transport = value;
        return this;
    }

    /** The last word about a handshake whose end was not seen. */
    public Observations undecided() {
        handshake.state("unknown").failure(null).alert(null).alertSender(null);
        return action("flow_ended");
    }

    /** Not one packet of the destination was captured. */
    public Observations unheard() {
        destinationPackets = 0;
        return this;
    }

    /** Made while the sensor lost a share of all packets. */
    public Observations lossy(double share) {
        capture = new Observation.Capture(null, null, null, 1000L, share);
        return this;
    }

    /** Told by this sensor. */
    public Observations observer(String value) {
        observer = new Observation.Observer(value, "sensor", null);
        return this;
    }

    /** TLS that began inside of a clear protocol. */
    public Observations upgraded(String from, ObservationStartTlsBuilder value) {
        application = from;
        starttls = value.build();
        return this;
    }

    public Observations sha256(String value) {
        server.hash(new Observation.Hash(null, value));
        return this;
    }

    /** What shows and hides of the view: any may be null. */
    public Observations view(Boolean oneSided, Boolean midstream, Boolean conflicting) {
        capture = new Observation.Capture(oneSided, midstream, conflicting, null, null);
        return this;
    }

    /** Of which one direction was seen. */
    public Observations oneSided() {
        capture = new Observation.Capture(true, null, null, null, null);
        return this;
    }

    /** Sets what this builder has no word for in {@code tls}. */
    public Observations tls(Consumer<ObservationTlsBuilder> change) {
        change.accept(tlsPart);
        return this;
    }

    /** Sets what this builder has no word for in {@code tls.client}. */
    public Observations client(Consumer<ObservationClientBuilder> change) {
        change.accept(client);
        return this;
    }

    public Observations ja3s(String value) {
        server.ja3s(value);
        return this;
    }

    /** Who issued the certificate; only with {@link #certificate}. */
    public Observations issuer(String value) {
        server.issuer(value);
        return this;
    }

    public Observation build() {
        if (certificate) {
            server.x509(x509.build());
            tlsPart.server(server.build());
        }
        tlsPart.client(client.build());
        return ObservationBuilder.builder()
                .timestamp(at)
                .event(ObservationEventBuilder.builder()
                        .id(id)
                        .action(action)
                        .kind("event")
                        .category(List.of("network"))
                        .type(type)
                        .start(at.minus(lasting))
                        .end(at)
                        .build())
                .observer(observer)
                .source(ObservationEndpointBuilder.builder()
                        .ip(sourceIp)
                        .port(sourcePort)
                        .bytes(oneWayBytes != null ? oneWayBytes : sentBytes != null ? sentBytes : Long.valueOf(1000))
                        .packets(oneWayPackets != null ? oneWayPackets : Long.valueOf(10))
                        .nat(sourceNat)
                        .build())
                .destination(ObservationEndpointBuilder.builder()
                        .ip(destinationIp)
                        .port(destinationPort)
                        .bytes(
                                oneWayBytes != null
                                        ? null
                                        : receivedBytes != null
                                                ? receivedBytes
                                                : Long.valueOf(500L * destinationPackets))
                        .packets(oneWayBytes != null ? null : Long.valueOf(destinationPackets))
                        .build())
                .network(ObservationNetworkBuilder.builder()
                        .transport(transport)
                        .protocol(protocol)
                        .application(application)
                        .type("ipv4")
                        .vlan(vlan == null ? null : new Observation.Vlan(vlan))
                        .build())
                .tls(tls ? tlsPart.build() : null)
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(protection)
                        .reasons(reasons)
                        .crypto(crypto)
                        .handshake(tls ? handshake.build() : null)
                        .tls(tls ? detail.build() : null)
                        .starttls(starttls)
                        .plaintext(plaintext)
                        .capture(capture)
                        .certificates(chain == null ? null : new Observation.Certificates(chain, null))
                        .flow(
                                tcpFlags == null
                                                && flowFields == null
                                                && encryptionStatus == null
                                                && rejectReason == null
                                        ? null
                                        : ObservationFlowBuilder.builder()
                                                .tcpFlags(tcpFlags)
                                                .encryptionStatus(encryptionStatus)
                                                .rejectReason(rejectReason)
                                                .fields(flowFields)
                                                .build())
                        .build())
                .build();
    }
}
