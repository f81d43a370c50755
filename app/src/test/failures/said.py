"""Turns what the endpoints said about a failure into causes of the taxonomy (docs/detections/handshake-failure-causes.md).

Each end's whole log is searched for what that end decided itself, and for the alert that it got. The two may differ in how exact
they are (one says "expired", the other "bad certificate"): then both are the truth, parted by a bar.
"""
import re

import wire

CERTIFICATE = (
    ("expired", r"certificate has expired|uses expired certificate|CertificateExpiredException"
                r"|SEC_ERROR_EXPIRED_CERTIFICATE|-8181"),
    ("untrusted", r"unable to get local issuer|issuer is unknown|signed by unknown authority|path building failed"
                  r"|SEC_ERROR_UNKNOWN_ISSUER|-8179|unable to verify the first certificate|Path does not chain"),
    ("name-mismatch", r"ostname mismatch|name in the certificate does not match|certificate is valid for"
                      r"|No subject alternative DNS name|SSL_ERROR_BAD_CERT_DOMAIN|No name matching"),
)
MISSING = (r"peer did not return a certificate|didn't provide a certificate|No certificate was found|Certificate is required"
           r"|Empty client certificate chain|Empty server certificate chain|-12285|SSL_ERROR_NO_CERTIFICATE")
OWN = (
    ("protocol-version", r"unsupported protocol|only unsupported versions|protocol version not supported by|not enabled or supported"
                         r"|client requested protocol .* (is )?not|-12279|-12190|selected unsupported protocol version"
                         r"|SSL_ERROR_UNSUPPORTED_VERSION|illegal or unsupported version|is not accepted by client preferences"),
    ("no-shared-algorithm", r"no shared cipher|no cipher suite supported|No supported cipher suites|no cipher suites in common"
                            r"|-12286|SSL_ERROR_NO_CYPHER_OVERLAP|no suitable (key share|signature)"),
    ("application-protocol", r"ssl_do_config:|no application protocol_x|unsupported application protocols|No common application protocol"
                             r"|No matching application layer protocol|tls_handle_alpn:no application protocol"),
    ("server-name-unknown", r"callback failed|unknown name|SNI host name not recognised|Unrecognized server name"
                            r"|final_server_name"),
    ("dh-parameters-refused", r"dh key too small|prime sent by the server is not acceptable|-12224|SSL_ERROR_WEAK_SERVER_EPHEMERAL"),
    ("cryptographic-check", r"decryption failed or bad record mac:|digest check failed|Decryption has failed|local error: tls: bad record MAC"
                            r"|bad record MAC$|AEADBadTag|Tag mismatch|SSL_ERROR_BAD_MAC_READ|-12273"),
    ("unexpected-message", r"unexpected message:|unexpected TLS (handshake )?packet|unexpected message of type|received unexpected handshake"
                           r"|Unexpected handshake message|-12187|-12231|-12245|expected handshake message"),
    ("psk-mismatch", r"binder does not verify"),
    ("client-not-tls", r"http request|wrong version number|first record does not look like|packet length|plaintext connection"
                       r"|nrecognized SSL message|unsupported version of the SSL protocol|-12263|-12273x|unexpected TLS packet"),
)
ALERTS = {
    20: "cryptographic-check|psk-mismatch", 51: "cryptographic-check|psk-mismatch", 10: "unexpected-message", 50: "malformed-message", 70: "protocol-version",
    40: "no-shared-algorithm", 80: "{}-internal-error", 86: "inappropriate-fallback", 112: "server-name-unknown",
    115: "unknown-psk", 116: "client-certificate-missing", 120: "application-protocol", 47: "malformed-message",
    42: "{}-certificate-rejected", 46: "{}-certificate-rejected", 45: "{}-certificate-expired", 48: "{}-certificate-untrusted",
    49: "access-denied",
}
WORDS = {"bad certificate": 42, "bad_certificate": 42, "certificate_unknown": 46, "internal error": 80, "internal_error": 80,
         "handshake failure": 40, "handshake_failure": 40, "protocol version not supported": 70, "protocol_version": 70,
         "no application protocol": 120, "no_application_protocol": 120, "unrecognized_name": 112,
         "certificate required": 116, "certificate_required": 116, "unexpected message": 10, "unexpected_message": 10,
         "bad record MAC": 20, "bad_record_mac": 20, "unknown certificate authority": 48, "unknown_ca": 48,
         "expired certificate": 45, "certificate_expired": 45, "decrypt_error": 51, "error decrypting message": 51,
         "illegal_parameter": 47, "illegal parameter": 47}
RECEIVED = (r"SSL alert number (\d+)", r"Received alert \[(\d+)\]")
RECEIVED_WORDS = (r"remote error: tls: ([a-zA-Z ]+)", r"Received fatal alert: (\w+)")
NSS_RECEIVED = {"-12195": 48, "-12271": 42, "-12269": 45, "-12270": 44, "-12286": None, "-12190": 70, "-12276": 42, "-12229": 40,
                "-12199": 40, "SSL_ERROR_PROTOCOL_VERSION_ALERT": 70, "SSL_ERROR_HANDSHAKE_FAILURE_ALERT": 40,
                "SSL_ERROR_UNRECOGNIZED_NAME_ALERT": 112, "SSL_ERROR_INTERNAL_ERROR_ALERT": 80,
                "SSL_ERROR_BAD_CERT_ALERT": 42, "SSL_ERROR_UNKNOWN_CA_ALERT": 48, "SSL_ERROR_EXPIRED_CERT_ALERT": 45,
                "SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT": 116, "SSL_ERROR_CERTIFICATE_UNKNOWN_ALERT": 46,
                "SSL_ERROR_ACCESS_DENIED_ALERT": 49}


def decided(text, role):
    """What this end says it found wrong itself: (cause, words)."""
    other = "server" if role == "client" else "client"
    if role == "server" and (found := re.search(MISSING, text)):
        return "client-certificate-missing", found[0]
    for what, pattern in CERTIFICATE:
        if found := re.search(pattern, text):
            return f"{other}-certificate-{what}", found[0]
    if role == "server" and (found := re.search(r"certificate verify failed|Error in the certificate|-8102|-12276", text)):
        return "client-certificate-rejected", found[0]
    for cause, pattern in OWN:
        if found := re.search(pattern, text):
            return cause, found[0]
    return None


def received(text, role):
    """The alert that this end says it got, as (cause, words); a certificate's alert is about this end's certificate."""
    number = None
    for pattern in RECEIVED:
        if found := re.search(pattern, text):
            number, words = int(found[1]), found[0]
    for pattern in RECEIVED_WORDS:
        if found := re.search(pattern, text):
            number, words = WORDS.get(found[1].strip()), found[0]
    for error, code in NSS_RECEIVED.items():
        if number is None and code and (found := re.search(re.escape(error) + r"\b", text)):
            number, words = code, found[0]
    if number is None or number not in ALERTS:
        return None
    sender = "server" if role == "client" else "client"
    cause = ALERTS[number].format(sender if number == 80 else role)
    return cause, words


def is_fine(server_text, client_text):
    return any(mark in client_text for mark in ("HTTP/1.0 200", "HTTP/1.1 200", "fine: ")) or (
        "HTTP/1.0 200" in server_text or "fine: " in server_text)


def truth(scenario, server_text, client_text):
    """(causes, who, words) or None where nobody says anything"""
    server, client, kind = scenario[:3]
    if server == "wire" and wire.SERVERS[kind]:
        return wire.SERVERS[kind], "script", kind
    if client == "wire" and wire.CLIENTS[kind]:
        return wire.CLIENTS[kind], "script", kind
    causes, who, words = [], [], []
    for role, text in (("server", server_text), ("client", client_text)):
        for listen in (decided, received):
            heard = listen(text, role)
            if heard:
                causes += [cause for cause in heard[0].split("|") if cause not in causes]
                who.append(role)
                words.append(heard[1])
    if kind.startswith("fine") and is_fine(server_text, client_text):
        return "completed", "both", "fine"
    if not causes:
        return None
    return "|".join(causes), "+".join(dict.fromkeys(who)), "; ".join(words)[:120]
