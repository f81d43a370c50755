package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a sensor learned about one connection at one moment; the value on the topics of observations.
 *
 * <p>Every observation of one connection has the same {@link Event#id()}. Field names in JSON are ECS 8 names in snake
 * case; the project's own stand under {@code plainsight}. An absent value is {@code null} here and absent in JSON. Byte
 * counts are IP payload bytes (transport header included), times are packet time.
 *
 * <p>Holds handshake metadata only: never payload, credentials, cookies or query strings.
 */
@RecordBuilder
public record Observation(
        @JsonProperty("@timestamp") Instant timestamp,
        Event event,
        Observer observer,
        Log log,
        Endpoint source,
        Endpoint destination,
        Network network,
        Tls tls,
        Cloud cloud,
        Plainsight plainsight) {

    /**
     * The Kafka key: the destination endpoint as {@code address:port}, IPv6 in brackets; no port where there is none. What a
     * sensor tells of itself is keyed by sensor and interface, so that it stays in order.
     */
    public String key() {
        if (destination != null) {
            return destination.text();
        }
        return plainsight == null || plainsight.sensor() == null || observer == null ? "" : "sensor/" + observer.text();
    }

    /**
     * ECS {@code event.*}.
     *
     * @param id stable over the life of the connection
     * @param action one of {@link Actions}
     * @param outcome {@code success}, {@code failure} or {@code unknown}
     * @param type ECS event types, such as {@code connection}, {@code start}, {@code end}, {@code allowed}, {@code denied}
     * @param start first packet of the connection
     * @param end latest packet seen so far
     */
    @RecordBuilder
    public record Event(
            String id,
            String action,
            String outcome,
            String kind,
            List<String> category,
            List<String> type,
            Instant start,
            Instant end) {}

    /** ECS {@code observer.*}: which sensor saw it, on which interface. */
    @RecordBuilder
    @Repeated
    public record Observer(String name, String type, Ingress ingress) {
        /** {@code name/interface}; the name alone where there is no interface. */
        public String text() {
            boolean named = ingress != null && ingress.interface_() != null;
            return named ? name + "/" + ingress.interface_().name() : name;
        }
    }

    /**
     * ECS {@code observer.ingress}, and how the packets were delivered.
     *
     * @param tunnel the outermost tunnel around the connection's first packet; absent when there was none
     */
    public record Ingress(Interface interface_, Tunnel tunnel) {
        /** Java keeps the word for itself; the JSON name is ECS's. */
        public Ingress(@JsonProperty("interface") Interface interface_, @JsonProperty("tunnel") Tunnel tunnel) {
            this.interface_ = interface_;
            this.tunnel = tunnel;
        }

        @Override
        @JsonProperty("interface")
        public Interface interface_() {
            return interface_;
        }
    }

    /**
     * A tunnel that packets came in, such as a traffic mirror's.
     *
     * @param type {@code vxlan}, {@code geneve}, {@code gre}, {@code erspan}, {@code gtp-u}, {@code ip-in-ip}, {@code mpls},
     *     {@code teredo}, {@code l2tp}
     * @param id network identifier (VNI), GRE key, ERSPAN session, TEID or L2TP session; absent where there is none
     * @param source who sent the outer packet
     * @param destination to whom it went
     */
    public record Tunnel(String type, String id, TunnelEnd source, TunnelEnd destination) {}

    /** An end of a tunnel; {@code ip} as in {@link Endpoint}. */
    public record TunnelEnd(String ip) {}

    /** ECS {@code observer.ingress.interface}. */
    public record Interface(String name) {}

    /** ECS {@code log.*}: the capture or log file that the connection was read from. */
    public record Log(File file) {}

    /** ECS {@code log.file}; {@code path} is relative to the directory given on the command line. */
    public record File(String path) {}

    /**
     * ECS {@code source.*} and {@code destination.*}. The source is the initiator.
     *
     * @param ip textual address, IPv6 in RFC 5952 form
     * @param port 0 to 65535; absent for protocols without ports
     * @param bytes IP payload bytes sent by this end
     * @param packets packets sent by this end
     * @param domain name of this end as the connection gave it (SNI), lower case
     * @param nat packet-level address behind a translation, from flow logs
     */
    @RecordBuilder
    public record Endpoint(String ip, Integer port, Long bytes, Long packets, String domain, Nat nat) {
        /** {@code address:port}, the address in brackets for IPv6; the address alone where there is no port. */
        public String text() {
            if (port == null) {
                return ip;
            }
            return ip != null && ip.indexOf(':') >= 0 ? "[" + ip + "]:" + port : ip + ":" + port;
        }
    }

    /** ECS {@code source.nat} and {@code destination.nat}. */
    public record Nat(String ip, Integer port) {}

    /**
     * ECS {@code network.*}.
     *
     * @param transport {@code tcp}, {@code udp}, {@code icmp}, {@code ipv6-icmp}, {@code sctp}, {@code esp} … (IANA keyword, lower case)
     * @param protocol what the bytes showed: {@code tls}, {@code http}, {@code smtp} …; absent when they showed nothing
     * @param application the protocol inside TLS or under an upgrade, where known: {@code smtp}, {@code postgresql} …; else
     *     the tunnel around it ({@code http}, {@code socks}), or who speaks it: {@code websocket}, {@code elasticsearch} …
     * @param type {@code ipv4} or {@code ipv6}
     * @param communityId Community ID v1, seed 0
     * @param direction {@code internal}, {@code inbound}, {@code outbound}, {@code external}
     */
    @RecordBuilder
    public record Network(
            String transport,
            String protocol,
            String application,
            String type,
            String communityId,
            String direction,
            Vlan vlan) {}

    /** ECS {@code network.vlan}; the outermost tag's id as a string, as ECS has it. */
    public record Vlan(String id) {}

    /**
     * ECS {@code tls.*}.
     *
     * @param version {@code 1.3}, {@code 1.2}, {@code 1.1}, {@code 1.0}, {@code 3.0} (SSL 3.0), {@code 2.0} (SSLv2)
     * @param versionProtocol {@code tls}, {@code dtls} or {@code ssl}
     * @param cipher IANA name of the chosen suite; {@code 0xABCD} when the registry has none
     * @param curve the chosen group in lower case, such as {@code x25519} or {@code secp256r1}
     * @param established whether the handshake was seen to complete
     * @param nextProtocol the ALPN protocol that the server chose
     */
    @RecordBuilder
    @Repeated
    public record Tls(
            String version,
            String versionProtocol,
            String cipher,
            String curve,
            Boolean established,
            Boolean resumed,
            String nextProtocol,
            Client client,
            Server server) {}

    /** ECS {@code tls.client.*}; {@code supportedCiphers} by IANA name in the order of the ClientHello, GREASE left out. */
    @RecordBuilder
    @Repeated
    public record Client(
            String serverName,
            String ja3,
            String ja4,
            List<String> supportedCiphers,
            String subject,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            Hash hash,
            X509 x509) {}

    /** ECS {@code tls.server.*}: the server's own (leaf) certificate. */
    @RecordBuilder
    @Repeated
    public record Server(
            String ja3s, String subject, String issuer, Instant notBefore, Instant notAfter, Hash hash, X509 x509) {}

    /** Fingerprints over the DER certificate, lower-case hexadecimal. */
    public record Hash(String sha1, String sha256) {}

    /**
     * ECS {@code x509.*}.
     *
     * @param publicKeyAlgorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code Ed448}, {@code DSA}, or the OID
     * @param publicKeySize bits
     * @param signatureAlgorithm the JCA style name, such as {@code SHA256withRSA}, or the OID
     * @param alternativeNames DNS names and IP addresses of the subjectAltName
     * @param selfSigned whether subject equals issuer and the signature verifies with the certificate's own key
     */
    @RecordBuilder
    public record X509(
            String serialNumber,
            String publicKeyAlgorithm,
            Integer publicKeySize,
            String publicKeyCurve,
            String signatureAlgorithm,
            List<String> alternativeNames,
            Boolean selfSigned) {}

    /** ECS {@code cloud.*}, from flow logs. */
    @RecordBuilder
    public record Cloud(String provider, Account account, String region, String availabilityZone, Instance instance) {}

    /** ECS {@code cloud.account}. */
    public record Account(String id) {}

    /** ECS {@code cloud.instance}. */
    public record Instance(String id) {}

    /**
     * The project's own fields.
     *
     * @param protection the verdict on the connection so far
     * @param reasons why; never empty when there is a verdict
     * @param portHint the registered service name of the destination port where the bytes showed no protocol; never a verdict
     * @param certificates the certificate chains that passed in clear (to TLS 1.2)
     * @param domainSource where {@code destination.domain} was seen: {@code sni}, {@code dns} (an answer that the source got
     *     before), {@code mdns} (the destination's own announcement)
     * @param sensor what the sensor tells of itself, in records with the action {@link Actions#SENSOR_STATUS} alone
     */
    @RecordBuilder
    public record Plainsight(
            Protection protection,
            List<Reason> reasons,
            Handshake handshake,
            TlsDetail tls,
            StartTls starttls,
            Plaintext plaintext,
            Flow flow,
            Crypto crypto,
            Capture capture,
            String portHint,
            Certificates certificates,
            String domainSource,
            SensorStatus sensor) {}

    /**
     * What a sensor tells of itself. Counts are since its record before.
     *
     * @param state {@code running}; {@code stopped} in the last record; {@code file} when a capture was read to its end
     * @param packets frames taken
     * @param bytes bytes of those frames on the wire
     * @param connections connections opened
     * @param lost what was lost, by the reasons of {@code plainsight_sensor_lost_total}; reasons without loss are left out
     * @param overloadLevel highest level of overload, 0 (everything is looked at) to 4 (handshakes of some new connections only)
     * @param sacrificed connections, or parts of them, that were not looked at because of overload
     * @param waitingObservations observations on their way to Kafka, in memory or on disk; absent where the output cannot tell
     * @param waitingBytes bytes of those on disk; absent where there is no spool
     * @param absentSeconds seconds, each begun one, in which the interface was not there; absent when it always was
     * @param endedBothWays TCP connections with payload that ended, and of which both directions were seen; absent for none
     * @param endedOneWay those of which nothing was seen in one direction; absent for none
     */
    @RecordBuilder
    public record SensorStatus(
            String state,
            Long packets,
            Long bytes,
            Long connections,
            Map<String, Long> lost,
            Integer overloadLevel,
            Long sacrificed,
            Long waitingObservations,
            Long waitingBytes,
            Long absentSeconds,
            Long endedBothWays,
            Long endedOneWay) {
        public static final String RUNNING = "running";
        public static final String STOPPED = "stopped";
        public static final String FILE = "file";
    }

    /**
     * What is wrong with the view that the sensor had of the connection; absent when nothing is.
     *
     * @param oneSided of a TCP connection with payload only one direction was seen; told at its end
     * @param midstream its beginning was not seen
     * @param conflicting some bytes came twice with different content, so the receiver may have taken others than the sensor
     * @param lostPackets packets that the sensor lost while the connection lived, of whatever connection they were; absent
     *     when it lost none
     * @param lostShare their share of all packets from the first such loss until now, above 0 to 1
     * @param samplingRate packets of which one was taken (sFlow), the others being among the lost; absent where all were taken
     */
    @RecordBuilder
    public record Capture(
            Boolean oneSided,
            Boolean midstream,
            Boolean conflicting,
            Long lostPackets,
            Double lostShare,
            Long samplingRate) {
        /** Of a capture that is not sampled. */
        public Capture(Boolean oneSided, Boolean midstream, Boolean conflicting, Long lostPackets, Double lostShare) {
            this(oneSided, midstream, conflicting, lostPackets, lostShare, null);
        }
    }

    /**
     * What another protocol than TLS negotiated to protect itself: SSH, IKE, WireGuard, SMB 3 and the like.
     *
     * @param version the protocol's own version, such as {@code 2.0} or {@code IKEv2}
     * @param keyExchange chosen key exchange by its registered name, such as {@code mlkem768x25519-sha256}
     * @param authentication chosen way to authenticate, such as the SSH host key algorithm
     * @param encryption chosen cipher by its registered name; where the directions differ, the weaker one
     * @param integrity chosen MAC; {@code implicit} where the cipher authenticates by itself
     * @param postQuantum whether the key exchange resists quantum computers
     * @param forwardSecret whether keys of the past stay secret when the long-term key is lost
     * @param established whether the negotiation was seen to come to its end
     * @param clientSoftware the client's self-description, such as an SSH banner's software version
     * @param serverSoftware the server's self-description
     * @param offered what was offered, best first, by side and kind, such as {@code client_key_exchange}
     */
    @RecordBuilder
    public record Crypto(
            String version,
            String keyExchange,
            String authentication,
            String encryption,
            String integrity,
            Boolean postQuantum,
            Boolean forwardSecret,
            Boolean established,
            String clientSoftware,
            String serverSoftware,
            Map<String, List<String>> offered) {}

    /** The certificate chains that passed in clear; either may be absent. */
    public record Certificates(Chain server, Chain client) {}

    /**
     * A chain of certificates as one end sent it (RFC 5246 section 7.4.2), judged at the time it was seen.
     *
     * @param certificates as sent, the end's own first
     * @param length certificates sent, those beyond the cap of what is read included
     * @param ordered whether each certificate is followed by its issuer's
     * @param complete whether the certificates sent lead from the first one up to a self-signed one or a given root; absent when that cannot be known
     * @param trusted whether the chain validates (RFC 5280 section 6) up to a given root; absent when no roots were given or an algorithm cannot be checked here
     * @param nameMatch whether the first certificate is for the SNI (RFC 9525); absent when there was none
     * @param ocsp {@code good}, {@code revoked}, {@code unknown} or {@code unreadable}: the stapled OCSP response's word, its signature not verified
     * @param findings stable words for what stood out, such as {@code no_root} or {@code out_of_order}
     */
    @RecordBuilder
    public record Chain(
            List<Certificate> certificates,
            Integer length,
            Boolean ordered,
            Boolean complete,
            Boolean trusted,
            Boolean nameMatch,
            String ocsp,
            List<String> findings) {}

    /**
     * One certificate of a chain.
     *
     * @param serialNumber upper-case hexadecimal
     * @param publicKeyAlgorithm {@code RSA}, {@code EC}, {@code Ed25519}, {@code Ed448}, {@code DSA}, {@code ML-DSA-44} and the like, or the OID
     * @param publicKeySize bits
     * @param publicKeyCurve name of the curve; {@code explicit} where its parameters are written out
     * @param publicKeySha256 of the DER SubjectPublicKeyInfo, lower-case hexadecimal: the same in every certificate of the key
     * @param signatureAlgorithm the JCA style name, such as {@code SHA256withRSA}, or the OID
     * @param alternativeNames DNS names, IP addresses, mail addresses and URIs of the subjectAltName
     * @param selfSigned whether subject equals issuer and the signature verifies with the certificate's own key
     * @param authority whether it may issue certificates (basicConstraints)
     * @param keyUsage names of RFC 5280 section 4.2.1.3
     * @param extendedKeyUsage names of RFC 5280 section 4.2.1.12, or OIDs
     * @param scts signed certificate timestamps inside (RFC 6962 section 3.3)
     * @param readable whether it reads as X.509; when not, only the fingerprints are there
     */
    @RecordBuilder
    public record Certificate(
            String subject,
            String issuer,
            String serialNumber,
            Instant notBefore,
            Instant notAfter,
            String publicKeyAlgorithm,
            Integer publicKeySize,
            String publicKeyCurve,
            String publicKeySha256,
            String signatureAlgorithm,
            List<String> alternativeNames,
            Boolean selfSigned,
            Boolean authority,
            List<String> keyUsage,
            List<String> extendedKeyUsage,
            Integer scts,
            Hash hash,
            Boolean readable) {}

    /**
     * One reason behind a verdict.
     *
     * @param rule stable id, such as {@code tls.version.below-minimum}; see {@link Reasons}
     * @param reference clauses, such as {@code NCSC-P1} or {@code RFC 9325 3.1.1}
     * @param detail one phrase for a person
     */
    @Repeated
    public record Reason(String rule, List<String> reference, String detail) {}

    /**
     * How the handshake went.
     *
     * @param state {@code client_hello}, {@code server_hello}, {@code completed}, {@code failed}, {@code unknown} (packets missing, or picked up midway)
     * @param helloRetry whether a HelloRetryRequest was seen
     * @param alert IANA description of the fatal (or last) alert seen in clear, such as {@code handshake_failure}
     * @param alertSender {@code client} or {@code server}
     * @param failure cause of a failure: {@code alert}, {@code reset_by_server}, {@code reset_by_client}, {@code closed_by_server}, {@code closed_by_client}, {@code no_server_hello}, {@code not_tls}, {@code encrypted_alert}, {@code client_silent}, {@code server_silent}, {@code client_not_tls} (a TLS server refused what was no hello; told when the connection ends)
     * @param durationMs first hello to completion, milliseconds
     * @param inferred whether the outcome was inferred from record sizes (TLS 1.3) and not read
     * @param phase the latest step seen: {@code client_hello}, {@code server_hello}, {@code certificate} (the server's), {@code key_exchange} (the client's answer to it), {@code finished}, {@code application_data}
     * @param confidence how sure an inferred outcome is, 0 to 1; absent when it was read
     * @param helloBytes of a failed handshake: length of the ClientHello message with its header, 4 bytes and more
     * @param reply what kind of thing came instead of TLS: {@code http}, {@code text}, {@code binary}
     * @param serverRecords of a failed TLS 1.3 handshake: lengths of the server's first encrypted records, those before the
     *     client's first, bytes without the record header, at most 8
     * @param clientRecords the same of the client's
     */
    @RecordBuilder
    public record Handshake(
            String state,
            Boolean helloRetry,
            String alert,
            String alertSender,
            String failure,
            Long durationMs,
            Boolean inferred,
            String phase,
            Double confidence,
            Integer helloBytes,
            String reply,
            List<Integer> serverRecords,
            List<Integer> clientRecords) {}

    /**
     * TLS details that ECS has no field for.
     *
     * @param offeredVersions spelled as {@code tls.version}, in the client's order, GREASE left out
     * @param offeredGroups lower case IANA names, in the client's order
     * @param keyShareGroups groups the client sent a key share for
     * @param downgradeSentinel {@code tls12} (DOWNGRD 01), {@code tls11} (DOWNGRD 00), {@code jdk11} (BoringSSL's marker); absent when none
     * @param mutual {@code not_requested} (inferred, TLS 1.3 alone), {@code requested}, {@code presented}, {@code declined}, {@code refused} (by the server, what was presented or that nothing was); absent when to TLS 1.2 none was requested, or not to be told
     * @param dhBits size of the finite-field Diffie-Hellman prime, bits
     * @param clientHelloCount ClientHellos seen (2 after a HelloRetryRequest)
     * @param draft number of the TLS 1.3 draft that was chosen; absent for the final form
     * @param postQuantumKind {@code hybrid}, {@code pure}, {@code draft} (an experiment since replaced); absent when the chosen group is classical
     * @param postQuantumOffered whether the client offered a post-quantum group; that the server could too shows only when it chooses one
     * @param signatureAlgorithm IANA name of what signed the server's key exchange, TLS 1.2 only
     * @param offeredProtocols ALPN names in the client's order
     * @param offeredCompression {@code null} (none), {@code deflate}, {@code lzs}
     * @param compression the server's choice of these, to TLS 1.2
     * @param pskModes {@code psk_ke}, {@code psk_dhe_ke} as the client offers them
     * @param resumption {@code session_id}, {@code ticket}, {@code psk_ke}, {@code psk_dhe_ke}; a TLS 1.3 PSK that was agreed on elsewhere looks like a resumed session's
     * @param earlyData 0-RTT: {@code offered}, {@code accepted} (inferred), {@code rejected}
     * @param ticketIssued whether a NewSessionTicket was seen, to TLS 1.2
     * @param extendedMasterSecret whether the server agreed to it (RFC 7627), to TLS 1.2; so the two after it (RFC 7366, RFC 5746)
     * @param renegotiation true when a second handshake was seen before the inspection ended, which it does once both sides have finished; never false
     * @param clientHeartbeat {@code peer_allowed_to_send}, {@code peer_not_allowed_to_send} (RFC 6520)
     * @param echType {@code outer} (or GREASE, which looks the same), {@code inner}
     * @param echResult {@code rejected}; {@code answered} when a HelloRetryRequest carried the server's word, which may be GREASE
     * @param helloRetryChanges what the second ClientHello has different, by extension name
     * @param mutualConfidence how sure an inferred {@code mutual} is (TLS 1.3), 0 to 1
     */
    @RecordBuilder
    @Repeated
    public record TlsDetail(
            List<String> offeredVersions,
            List<String> offeredGroups,
            List<String> keyShareGroups,
            Boolean postQuantum,
            Boolean forwardSecret,
            String downgradeSentinel,
            Boolean fallbackScsv,
            Boolean ech,
            String mutual,
            Integer dhBits,
            Integer clientHelloCount,
            Integer draft,
            String postQuantumKind,
            Boolean postQuantumOffered,
            List<String> offeredSignatureAlgorithms,
            String signatureAlgorithm,
            List<String> offeredProtocols,
            List<String> offeredCompression,
            String compression,
            List<String> pskModes,
            String resumption,
            String earlyData,
            Boolean ticketIssued,
            Boolean extendedMasterSecret,
            Boolean encryptThenMac,
            Boolean secureRenegotiation,
            Boolean renegotiation,
            String clientHeartbeat,
            String serverHeartbeat,
            String echType,
            String echResult,
            List<String> helloRetryChanges,
            Double mutualConfidence) {}

    /**
     * The upgrade inside a plaintext protocol (RFC 3207, 2595, 4217 …).
     *
     * @param protocol the protocol that carried the upgrade
     * @param offered whether the server offered it
     * @param requested whether the client asked for it
     * @param accepted whether the server agreed
     * @param used whether TLS followed
     * @param stripped whether the offer bore the marks of a stripping box (fillers such as {@code XXXXXXXA} in its place)
     * @param dataProtection what client and server agreed in clear about FTP's data connections: {@code clear}, {@code safe},
     *     {@code confidential} or {@code private} (PROT of RFC 2228 section 3, RFC 4217 section 9)
     * @param required true where the server said that it lets nobody go on without TLS ({@code LOGINDISABLED}, {@code <required/>},
     *     {@code 530 Must issue a STARTTLS command first} …); never false
     * @param filler which end's bytes bore the marks of {@code stripped}: {@code client}, {@code server} or {@code both}
     * @param pipelined whose clear bytes stood between the request for TLS and its start: {@code client}, {@code server} or {@code both}
     * @param clearFollowed true where the client's next bytes behind an accepted upgrade were seen and are no TLS; never false
     */
    @RecordBuilder
    public record StartTls(
            String protocol,
            Boolean offered,
            Boolean requested,
            Boolean accepted,
            Boolean used,
            Boolean stripped,
            String dataProtection,
            Boolean required,
            String filler,
            String pipelined,
            Boolean clearFollowed) {}

    /**
     * What a plaintext connection exposed.
     *
     * @param credentials {@code secret} (reusable password in clear), {@code token} (bearer token, cookie), {@code derived} (hash or challenge); absent when none was seen
     * @param userData whether application data passed in clear
     */
    @RecordBuilder
    public record Plaintext(String credentials, Boolean userData) {}

    /**
     * Flow-log record fields.
     *
     * @param tcpFlags flags ORed over the record's window
     * @param fields whatever else the record had, by its own name
     */
    @RecordBuilder
    public record Flow(
            String logStatus,
            String action,
            Integer tcpFlags,
            String encryptionStatus,
            String rejectReason,
            Map<String, String> fields) {}
}
