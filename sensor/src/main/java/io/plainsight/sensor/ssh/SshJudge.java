package io.plainsight.sensor.ssh;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.util.ArrayList;
import java.util.List;

/** The verdict on an SSH connection whose key exchange was seen to its end. Pure functions. */
final class SshJudge {
    private SshJudge() {}

    /**
     * Judges what was chosen.
     *
     * @param hostKeyBits of an RSA or DSA host key; 0 when unknown
     * @param groupBits of the group in a group exchange; 0 when unknown
     */
    static void judge(SshNegotiation chosen, int hostKeyBits, int groupBits, ObservationDraft draft) {
        if (chosen.encryption().equals(SshAlgorithms.NONE)) {
            draft.protection = Protection.PLAINTEXT;
            draft.reason(Reasons.PLAINTEXT_PROTOCOL, "SSH without encryption", "RFC 4253 6.3", "NCSC-P1", "SEC09-BP02");
            return;
        }
        List<String> weaknesses = new ArrayList<>();
        add(weaknesses, SshAlgorithms.keyExchangeWeakness(chosen.keyExchange()));
        add(weaknesses, SshAlgorithms.hostKeyWeakness(chosen.hostKey()));
        if (SshAlgorithms.cipherRank(chosen.encryption()) > 0) {
            weaknesses.add("cipher " + chosen.encryption());
        }
        add(weaknesses, SshAlgorithms.macWeakness(chosen.integrity()));
        if (hostKeyBits > 0 && hostKeyBits < SshAlgorithms.MIN_RSA_BITS) {
            weaknesses.add("host key of " + hostKeyBits + " bits");
        }
        if (groupBits > 0 && groupBits < SshAlgorithms.MIN_DH_BITS) {
            weaknesses.add("Diffie-Hellman group of " + groupBits + " bits");
        }
        if (weaknesses.isEmpty()) {
            draft.protection = Protection.PROTECTED;
            draft.reason(
                    Reasons.CRYPTO_ACCEPTABLE,
                    "SSH with " + chosen.keyExchange() + " and " + chosen.encryption(),
                    "RFC 9142",
                    "NCSC-P1",
                    "SEC09-BP02");
        } else {
            draft.protection = Protection.WEAK;
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_WEAK,
                    "SSH: " + String.join(", ", weaknesses),
                    "RFC 9142",
                    "RFC 8758",
                    "NCSC-P1",
                    "SEC09-BP02");
        }
    }

    private static void add(List<String> weaknesses, String weakness) {
        if (weakness != null) {
            weaknesses.add(weakness);
        }
    }
}
