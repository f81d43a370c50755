package io.plainsight.sensor.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a client changed in the hello with which it answered a HelloRetryRequest. RFC 8446 section 4.1.2 allows key_share,
 * early_data, cookie, pre_shared_key and padding; anything else is worth a look.
 */
final class HelloChanges {
    private HelloChanges() {}

    /** Names of what differs, in the order of the hello; empty when nothing that is read does. */
    static List<String> between(ClientHello first, ClientHello second) {
        List<String> changes = new ArrayList<>();
        add(changes, "legacy_version", first.legacyVersion != second.legacyVersion);
        add(changes, "session_id", !Arrays.equals(first.legacySessionId, second.legacySessionId));
        add(changes, "cipher_suites", !first.cipherSuites.equals(second.cipherSuites));
        add(changes, "server_name", !Objects.equals(first.serverName, second.serverName));
        add(changes, "supported_versions", !first.supportedVersions.equals(second.supportedVersions));
        add(changes, "supported_groups", !first.supportedGroups.equals(second.supportedGroups));
        add(changes, "signature_algorithms", !first.signatureAlgorithms.equals(second.signatureAlgorithms));
        add(
                changes,
                "application_layer_protocol_negotiation",
                !first.alpn.names().equals(second.alpn.names()));
        add(changes, "key_share", !first.keyShareGroups.equals(second.keyShareGroups));
        addPresence(changes, "early_data", TlsExtensionType.EARLY_DATA, first, second);
        addPresence(changes, "cookie", TlsExtensionType.COOKIE, first, second);
        addPresence(changes, "pre_shared_key", TlsExtensionType.PRE_SHARED_KEY, first, second);
        addPresence(changes, "padding", TlsExtensionType.PADDING, first, second);
        addPresence(changes, "encrypted_client_hello", TlsExtensionType.ENCRYPTED_CLIENT_HELLO, first, second);
        return List.copyOf(changes);
    }

    private static void addPresence(
            List<String> changes, String name, int extension, ClientHello first, ClientHello second) {
        add(changes, name, first.hasExtension(extension) != second.hasExtension(extension));
    }

    private static void add(List<String> changes, String name, boolean changed) {
        if (changed) {
            changes.add(name);
        }
    }
}
