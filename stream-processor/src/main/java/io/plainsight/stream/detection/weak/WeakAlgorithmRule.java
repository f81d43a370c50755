package io.plainsight.stream.detection.weak;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** SSH, IKE or another protocol than TLS that chose an algorithm below the profile. */
public final class WeakAlgorithmRule {
    public static final RuleText TEXT = new RuleText(
            "weak-algorithm",
            "Weak algorithm outside TLS",
            "2",
            List.of("RFC 9142", "RFC 8247", "NCSC-P1", "SEC09-BP02", "PCI DSS 4.0.1 4.2.1"),
            new Alert.Technique("T1600", "Weaken Encryption"),
            "Take the algorithm out of the configuration of the server (for SSH: KexAlgorithms, HostKeyAlgorithms, Ciphers,"
                    + " MACs; for IPsec: the IKE proposals); find the peers that still need it in the evidence and update"
                    + " those first.",
            List.of(
                    "judged from what is negotiated: what a server would accept but is never asked for is silent",
                    "what IKE agrees upon for ESP passes encrypted and is not seen",
                    "protocols other than SSH and IKE are judged by the sensor's own rules, whatever the profile says"));

    private WeakAlgorithmRule() {}
}
