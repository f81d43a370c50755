package io.plainsight.sensor.ike;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one security association payload named. In an initiator's it is what was offered, in a responder's the choice, of which
 * each kind's first counts.
 *
 * <p><b>Memory:</b> one per side of a connection. <b>Bounds:</b> {@link #MAX_NAMES} names a kind.
 */
final class IkeOffer {
    static final int MAX_NAMES = 64;
    static final int ABSENT = -1;

    final Set<String> encryptions = new LinkedHashSet<>();
    final Set<String> integrities = new LinkedHashSet<>();
    final Set<String> keyExchanges = new LinkedHashSet<>();

    /** First of each kind by number; {@link #ABSENT} when there was none. */
    int encryption = ABSENT;

    int encryptionBits;
    int prf = ABSENT;
    int integrity = ABSENT;
    int group = ABSENT;
    /** RFC 9370: key exchanges on top of the first. */
    final List<Integer> additionalGroups = new ArrayList<>();
    /** Version 1 names a hash where version 2 has PRF and integrity. */
    int hash = ABSENT;

    void add(int type, int id, int keyBits) {
        switch (type) {
            case IkeTransforms.ENCRYPTION -> {
                put(encryptions, type, id, keyBits);
                if (encryption == ABSENT) {
                    encryption = id;
                    encryptionBits = keyBits;
                }
            }
            case IkeTransforms.PRF -> prf = prf == ABSENT ? id : prf;
            case IkeTransforms.INTEGRITY -> {
                put(integrities, type, id, 0);
                integrity = integrity == ABSENT ? id : integrity;
            }
            case IkeTransforms.KEY_EXCHANGE -> {
                put(keyExchanges, type, id, 0);
                group = group == ABSENT ? id : group;
            }
            default -> {
                boolean additional = type >= IkeTransforms.FIRST_ADDITIONAL_KEY_EXCHANGE
                        && type <= IkeTransforms.LAST_ADDITIONAL_KEY_EXCHANGE;
                if (additional && id != 0 && additionalGroups.size() < MAX_NAMES) {
                    put(keyExchanges, type, id, 0);
                    additionalGroups.add(id);
                }
            }
        }
    }

    void addHash(int id) {
        if (integrities.size() < MAX_NAMES) {
            integrities.add(IkeTransforms.hashOfVersion1(id));
        }
        hash = hash == ABSENT ? id : hash;
    }

    boolean isPostQuantum() {
        return IkeTransforms.isPostQuantum(group) || additionalGroups.stream().anyMatch(IkeTransforms::isPostQuantum);
    }

    /** All key exchanges of a choice, such as {@code curve25519+mlkem768}. */
    String keyExchange() {
        return keyExchanges.isEmpty() ? null : String.join("+", keyExchanges);
    }

    private static void put(Set<String> names, int type, int id, int keyBits) {
        if (names.size() < MAX_NAMES) {
            names.add(IkeTransforms.name(type, id, keyBits));
        }
    }
}
