package io.plainsight.stream.detection.handshakefailure.cause;

import static io.plainsight.stream.detection.handshakefailure.cause.CauseGroup.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a handshake failed. The rejecter is who broke it off; the fault lies, more often than not, at the other end. Alert codes
 * are those of RFC 9846 section 6.2 (RFC 8446 the same, and RFC 5246 section 7.2.2 before), read from who sent them and where
 * the handshake stood. An id never changes its meaning: it is a metric's label.
 */
public enum FailureCause {
    PROTOCOL_VERSION(
            VERSION,
            Party.UNKNOWN,
            "the ends have no TLS version in common",
            "Raise the end that is stuck below TLS 1.2; where a server allows 1.3 alone, its clients must know it."),
    INAPPROPRIATE_FALLBACK(
            VERSION,
            Party.PATH,
            "the server refused a client that came back with a lower version than both can do",
            "Find out what made the client's first attempt fail: a device that drops new hellos, or an attacker."),
    DOWNGRADE_REFUSED(
            VERSION,
            Party.PATH,
            "the client found the mark of a downgrade in the server's hello and left",
            "Something between the two takes versions out of hellos: look for an inspecting device, then for an attacker."),
    NO_SHARED_ALGORITHM(
            ALGORITHM,
            Party.UNKNOWN,
            "the server found no cipher suite, group or signature algorithm that both can do",
            "Compare what the client offers with the server's list; widen the side that offers no suite of today."),
    INSUFFICIENT_SECURITY(
            ALGORITHM,
            Party.UNKNOWN,
            "what was offered is too weak for the other end",
            "Update the end that offers only weak suites; do not lower the limit at the other."),
    DH_PARAMETERS_REFUSED(
            ALGORITHM,
            Party.SERVER,
            "the client refused the server's Diffie-Hellman group as too small",
            "Give the server a group of 2048 bits or more (RFC 9325 section 4.5), or ECDHE."),
    SERVER_CHOICE_REFUSED(
            ALGORITHM,
            Party.SERVER,
            "the client refused what the server chose",
            "Compare the server's choice with what the client offers: the server chose outside of it or too weakly."),
    SERVER_CERTIFICATE_EXPIRED(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client refused the server's certificate because it has expired",
            "Renew the certificate and load it on every endpoint of the service."),
    SERVER_CERTIFICATE_UNTRUSTED(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client does not know who issued the server's certificate",
            "Send the whole chain from the server; where the issuer is private, give it to the clients."),
    SERVER_CERTIFICATE_NAME_MISMATCH(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the server's certificate is for another name than the client asked for",
            "Issue a certificate with the name that clients use, or have them use the certificate's."),
    SERVER_CERTIFICATE_REVOKED(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client refused the server's certificate because it was revoked",
            "Replace the certificate and its key, and find out why it was revoked."),
    SERVER_CERTIFICATE_UNSUPPORTED(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client cannot use a certificate of this kind",
            "Issue a certificate with a key and signature that the clients know."),
    SERVER_CERTIFICATE_STATUS(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client refused the stapled word on the certificate's revocation",
            "Check that the server can reach its OCSP responder and staples a fresh response."),
    SERVER_CERTIFICATE_REJECTED(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client refused the server once it had its certificate",
            "Check the certificate (dates, names, chain) as a client does, and the clients' trust stores."),
    CLIENT_LEFT_AT_CERTIFICATE(
            SERVER_CERTIFICATE,
            Party.SERVER,
            "the client left without a word once it had the server's certificate, as many do that refuse it",
            "Check the certificate (dates, names, chain), and what the clients log."),
    CLIENT_CERTIFICATE_MISSING(
            CLIENT_CERTIFICATE,
            Party.CLIENT,
            "the server insists on a client certificate, and the client has none",
            "Give the client a certificate of an issuer that the server trusts, or do not ask for one here."),
    CLIENT_CERTIFICATE_EXPIRED(
            CLIENT_CERTIFICATE,
            Party.CLIENT,
            "the server refused the client's certificate because it has expired",
            "Renew the client's certificate."),
    CLIENT_CERTIFICATE_UNTRUSTED(
            CLIENT_CERTIFICATE,
            Party.CLIENT,
            "the server does not know who issued the client's certificate",
            "Issue the client's certificate from an authority that the server trusts, or add that authority there."),
    CLIENT_CERTIFICATE_REVOKED(
            CLIENT_CERTIFICATE,
            Party.CLIENT,
            "the server refused the client's certificate because it was revoked",
            "Replace the client's certificate and its key, and find out why it was revoked."),
    CLIENT_CERTIFICATE_REJECTED(
            CLIENT_CERTIFICATE,
            Party.CLIENT,
            "the server refused the client's certificate",
            "Check the client's certificate (dates, use, chain) against what the server trusts."),
    ACCESS_DENIED(
            CLIENT_CERTIFICATE,
            Party.CLIENT,
            "the server took the client's certificate but gives it no access",
            "Check the server's rules for who may connect."),
    SERVER_NAME_UNKNOWN(
            NAME,
            Party.CLIENT,
            "the server does not serve the name that the client asked for",
            "Add the name to the server, or correct it at the client or in DNS."),
    APPLICATION_PROTOCOL(
            NAME,
            Party.CLIENT,
            "the ends have no application protocol (ALPN) in common",
            "Offer a protocol that the server has, such as http/1.1 beside h2."),
    ECH_REQUIRED(
            NAME,
            Party.SERVER,
            "the client insists on an encrypted hello that the server did not accept",
            "Publish the server's present ECH configuration in DNS."),
    UNEXPECTED_MESSAGE(
            PROTOCOL_ERROR,
            Party.UNKNOWN,
            "one end got a message that has no place there",
            "Look for a defect in either program, or a device that edits the handshake."),
    MALFORMED_MESSAGE(
            PROTOCOL_ERROR,
            Party.UNKNOWN,
            "one end could not read what the other sent, or found it against the rules",
            "Look for a defect in either program, or a device that edits the handshake."),
    CRYPTOGRAPHIC_CHECK(
            PROTOCOL_ERROR,
            Party.PATH,
            "a signature, a Finished or a record did not check out",
            "The handshake was changed on its way, or one end has the wrong key: compare captures at both ends."),
    RENEGOTIATION_REFUSED(
            PROTOCOL_ERROR,
            Party.UNKNOWN,
            "one end refused to negotiate anew",
            "Move the program that renegotiates to TLS 1.3, where there is no renegotiation."),
    HIDDEN_ALERT(
            PROTOCOL_ERROR,
            Party.UNKNOWN,
            "an encrypted alert ended the handshake, whose reason cannot be read",
            "Read the reason in the log of the end that was told."),
    UNKNOWN_PSK(
            PRE_SHARED_KEY,
            Party.CLIENT,
            "the server does not know the pre-shared key that the client named",
            "Give both ends the same identity and key."),
    PSK_MISMATCH(
            PRE_SHARED_KEY,
            Party.UNKNOWN,
            "the ends have different pre-shared keys under the same name",
            "Give both ends the same identity and key."),
    SERVER_INTERNAL_ERROR(
            INTERNAL,
            Party.SERVER,
            "the server failed inside",
            "Look into the server's log: key or certificate not loaded, hardware module away, resources gone."),
    CLIENT_INTERNAL_ERROR(
            INTERNAL, Party.CLIENT, "the client failed inside", "Look into the client's log and its configuration."),
    CANCELLED_BY_USER(
            CANCELLED, Party.UNKNOWN, "one end cancelled the handshake and said so", "Nothing, unless it is frequent."),
    CLIENT_GAVE_UP(
            CANCELLED,
            Party.CLIENT,
            "the client left before the server had answered",
            "Nothing, unless it is frequent: then the server is slow to answer, or the clients are probes."),
    SERVER_RESET_HELLO(
            TRANSPORT,
            Party.PATH,
            "the hello was answered by a TCP reset",
            "Look for a firewall or a proxy with a rule against this name or version, then at the server's limits."),
    SERVER_CLOSED_HELLO(
            TRANSPORT,
            Party.SERVER,
            "the server closed the connection upon the hello",
            "Look into the server's log: name or version not served, limits reached, a backend away."),
    SERVER_SILENT(
            TRANSPORT,
            Party.SERVER,
            "the server did not answer the hello",
            "Look whether the server hangs or something drops its answers."),
    LARGE_HELLO_LOST(
            TRANSPORT,
            Party.PATH,
            "a hello larger than one segment was reset or not answered",
            "Look for a device or a server that wants the hello in one segment, as some do with post-quantum keys."),
    SERVER_LEFT(
            TRANSPORT,
            Party.SERVER,
            "the server closed the connection in the middle of the handshake",
            "Look into the server's log; a process that ends or a device with a time limit does this."),
    CLIENT_LEFT(
            TRANSPORT,
            Party.CLIENT,
            "the client closed the connection in the middle of the handshake",
            "Look into the client's log; timeouts and refusals without a word look like this."),
    CLIENT_STALLED(
            TRANSPORT,
            Party.CLIENT,
            "the client did not go on after the server's flight",
            "Look whether large packets towards the client are lost (path MTU), then at the client."),
    SERVER_STALLED(
            TRANSPORT,
            Party.SERVER,
            "the server did not go on after the client's flight",
            "Look whether the server waits for something: a revocation check, a directory, a backend."),
    SERVER_NOT_TLS(
            NOT_TLS,
            Party.SERVER,
            "the server answered the hello with something that is not TLS",
            "Correct the port, or turn TLS on at the server."),
    CLIENT_NOT_TLS(
            NOT_TLS,
            Party.CLIENT,
            "the client spoke something else than TLS to a TLS server",
            "Correct the client's address (https, not http), or its port."),
    SSH_NEGOTIATION(
            OTHER_PROTOCOL,
            Party.UNKNOWN,
            "the SSH ends agreed on no algorithms or broke off the key exchange",
            "Compare the algorithms that both ends offer; update the older one."),
    IKE_REFUSED(
            OTHER_PROTOCOL,
            Party.UNKNOWN,
            "the IKE responder refused the proposal",
            "Compare the proposals configured at both gateways."),
    OTHER_NEGOTIATION(
            OTHER_PROTOCOL,
            Party.UNKNOWN,
            "the protocol's own negotiation failed",
            "Compare the configuration of both ends."),
    UNKNOWN_CAUSE(CauseGroup.UNKNOWN, Party.UNKNOWN, "the reason does not show", "Read the logs of both ends.");

    private final String id;
    private final CauseGroup group;
    private final Party fault;
    private final String sentence;
    private final String remedy;

    FailureCause(CauseGroup group, Party fault, String sentence, String remedy) {
        this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.group = group;
        this.fault = fault;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** The cause of that id; empty where there is none. */
    public static Optional<FailureCause> of(String id) {
        return Arrays.stream(values()).filter(cause -> cause.id().equals(id)).findFirst();
    }

    /** Kebab-case; never changes. */
    public String id() {
        return id;
    }

    public CauseGroup group() {
        return group;
    }

    /** Where the fault lies when nothing tells otherwise. */
    public Party usualFault() {
        return fault;
    }

    /** What happened, one clause without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** What to do, one or two sentences. */
    public String remedy() {
        return remedy;
    }

    /** Whether it rests on something that did not come, and so on the sensor having seen everything. */
    public boolean restsOnAbsence() {
        return switch (this) {
            case SERVER_SILENT,
                    LARGE_HELLO_LOST,
                    CLIENT_STALLED,
                    SERVER_STALLED,
                    SERVER_CLOSED_HELLO,
                    SERVER_RESET_HELLO,
                    SERVER_LEFT,
                    CLIENT_LEFT,
                    CLIENT_LEFT_AT_CERTIFICATE,
                    CLIENT_GAVE_UP -> true;
            default -> false;
        };
    }
}
