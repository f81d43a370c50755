package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import java.util.List;

/** Who of the two was able to agree on keys that resist quantum computers, and whether they did. Pure functions. */
final class PostQuantumState {
    private PostQuantumState() {}

    /**
     * @param chosen whether they did; null when that is not known
     * @param offered whether the client offered it; null when its offer was not seen
     * @param serverAble whether the service was seen to choose it before; it does not show otherwise
     */
    static String of(Boolean chosen, Boolean offered, boolean serverAble) {
        if (Boolean.TRUE.equals(chosen)) {
            return Names.NEGOTIATED;
        }
        if (chosen == null || offered == null) {
            return Names.UNKNOWN;
        }
        if (offered) {
            return serverAble ? Names.BOTH_ABLE : Names.CLIENT_ONLY;
        }
        return serverAble ? Names.SERVER_ONLY : Names.NEITHER;
    }

    /** SSH shows what both ends can do; where the offers are not there, only the choice is known. */
    static String of(Observation.Crypto crypto) {
        List<String> client = offers(crypto, "client_key_exchange");
        List<String> server = offers(crypto, "server_key_exchange");
        Boolean offered = client == null ? null : anyResists(client);
        return of(crypto.postQuantum(), offered, server != null && anyResists(server));
    }

    private static List<String> offers(Observation.Crypto crypto, String kind) {
        return crypto.offered() == null ? null : crypto.offered().get(kind);
    }

    /** By the names of draft-ietf-sshm-mlkem-hybrid-kex and draft-ietf-sshm-ntruprime-ssh. */
    private static boolean anyResists(List<String> names) {
        return names.stream()
                .anyMatch(name -> name.contains("mlkem") || name.contains("sntrup") || name.contains("kyber"));
    }
}
