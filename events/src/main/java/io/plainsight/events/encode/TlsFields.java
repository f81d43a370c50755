package io.plainsight.events.encode;

import io.plainsight.events.Observation;
import java.util.List;

/** The records under {@code tls} and those that describe certificates, component after component. */
final class TlsFields {
    private TlsFields() {}

    static void tls(JsonBuffer json, Observation.Tls tls) {
        if (tls == null) {
            return;
        }
        json.begin("tls");
        json.put("version", tls.version());
        json.put("version_protocol", tls.versionProtocol());
        json.put("cipher", tls.cipher());
        json.put("curve", tls.curve());
        json.put("established", tls.established());
        json.put("resumed", tls.resumed());
        json.put("next_protocol", tls.nextProtocol());
        client(json, tls.client());
        server(json, tls.server());
        json.end();
    }

    static void certificates(JsonBuffer json, Observation.Certificates certificates) {
        if (certificates == null) {
            return;
        }
        json.begin("certificates");
        serverChain(json, certificates.server());
        chain(json, "client", certificates.client());
        json.end();
    }

    private static void client(JsonBuffer json, Observation.Client client) {
        if (client == null) {
            return;
        }
        json.begin("client");
        json.put("server_name", client.serverName());
        json.put("ja3", client.ja3());
        json.put("ja4", client.ja4());
        json.putTexts("supported_ciphers", client.supportedCiphers());
        json.put("subject", client.subject());
        json.put("issuer", client.issuer());
        json.put("not_before", client.notBefore());
        json.put("not_after", client.notAfter());
        hash(json, client.hash());
        x509(json, client.x509());
        json.end();
    }

    private static void server(JsonBuffer json, Observation.Server server) {
        if (server == null || json.again(server)) {
            return;
        }
        int from = json.length();
        json.begin("server");
        json.put("ja3s", server.ja3s());
        json.put("subject", server.subject());
        json.put("issuer", server.issuer());
        json.put("not_before", server.notBefore());
        json.put("not_after", server.notAfter());
        hash(json, server.hash());
        x509(json, server.x509());
        json.end();
        json.remember(server, from);
    }

    private static void hash(JsonBuffer json, Observation.Hash hash) {
        if (hash == null) {
            return;
        }
        json.begin("hash");
        json.put("sha1", hash.sha1());
        json.put("sha256", hash.sha256());
        json.end();
    }

    private static void x509(JsonBuffer json, Observation.X509 x509) {
        if (x509 == null) {
            return;
        }
        json.begin("x509");
        json.put("serial_number", x509.serialNumber());
        json.put("public_key_algorithm", x509.publicKeyAlgorithm());
        json.put("public_key_size", x509.publicKeySize());
        json.put("public_key_curve", x509.publicKeyCurve());
        json.put("signature_algorithm", x509.signatureAlgorithm());
        json.putTexts("alternative_names", x509.alternativeNames());
        json.put("self_signed", x509.selfSigned());
        json.end();
    }

    /** The same chain may be a client's too, under another name, so that one is not remembered. */
    private static void serverChain(JsonBuffer json, Observation.Chain chain) {
        if (chain == null || json.again(chain)) {
            return;
        }
        int from = json.length();
        chain(json, "server", chain);
        json.remember(chain, from);
    }

    private static void chain(JsonBuffer json, String name, Observation.Chain chain) {
        if (chain == null) {
            return;
        }
        json.begin(name);
        certificates(json, chain.certificates());
        json.put("length", chain.length());
        json.put("ordered", chain.ordered());
        json.put("complete", chain.complete());
        json.put("trusted", chain.trusted());
        json.put("name_match", chain.nameMatch());
        json.put("ocsp", chain.ocsp());
        json.putTexts("findings", chain.findings());
        json.end();
    }

    private static void certificates(JsonBuffer json, List<Observation.Certificate> certificates) {
        if (certificates == null || certificates.isEmpty()) {
            return;
        }
        json.beginArray("certificates");
        for (int i = 0; i < certificates.size(); i++) {
            certificate(json, certificates.get(i));
        }
        json.endArray();
    }

    private static void certificate(JsonBuffer json, Observation.Certificate certificate) {
        if (certificate == null) {
            json.absent();
            return;
        }
        json.begin();
        json.put("subject", certificate.subject());
        json.put("issuer", certificate.issuer());
        json.put("serial_number", certificate.serialNumber());
        json.put("not_before", certificate.notBefore());
        json.put("not_after", certificate.notAfter());
        json.put("public_key_algorithm", certificate.publicKeyAlgorithm());
        json.put("public_key_size", certificate.publicKeySize());
        json.put("public_key_curve", certificate.publicKeyCurve());
        json.put("public_key_sha256", certificate.publicKeySha256());
        json.put("signature_algorithm", certificate.signatureAlgorithm());
        json.putTexts("alternative_names", certificate.alternativeNames());
        json.put("self_signed", certificate.selfSigned());
        json.put("authority", certificate.authority());
        json.putTexts("key_usage", certificate.keyUsage());
        json.putTexts("extended_key_usage", certificate.extendedKeyUsage());
        json.put("scts", certificate.scts());
        hash(json, certificate.hash());
        json.put("readable", certificate.readable());
        json.end();
    }
}
