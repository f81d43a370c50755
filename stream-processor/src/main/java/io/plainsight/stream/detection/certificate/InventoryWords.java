package io.plainsight.stream.detection.certificate;

import io.plainsight.stream.detection.Finding;
import java.util.LinkedHashMap;
import java.util.Map;

/** Marks what rests on an imported certificate: whether the service really shows it, nobody saw. */
final class InventoryWords {
    /** How sure it is that the service shows what the inventory says. */
    private static final double CONFIDENCE = 0.7;

    private InventoryWords() {}

    static Finding mark(Finding finding) {
        Map<String, Object> values = new LinkedHashMap<>(finding.values());
        values.put("certificate_from", "inventory");
        return new Finding(
                finding.rule(),
                finding.subject(),
                finding.cause(),
                finding.entity(),
                finding.severity(),
                finding.time(),
                finding.reason() + " The certificate is from the inventory, not seen on the wire.",
                values,
                finding.thresholds(),
                finding.observation(),
                finding.evidence(),
                Math.round(finding.confidence() * CONFIDENCE * 1000) / 1000.0,
                finding.weight(),
                finding.resolved(),
                finding.remediation());
    }
}
