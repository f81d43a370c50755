package io.plainsight.stream.detection.certificate;

import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;

/** Marks what rests on an imported certificate: whether the service really shows it, nobody saw. */
final class InventoryWords {
    /** How sure it is that the service shows what the inventory says. */
    private static final double CONFIDENCE = 0.7;

    private InventoryWords() {}

    static Finding mark(Finding finding) {
        return FindingBuilder.from(finding)
                .reason(finding.reason() + " The certificate is from the inventory, not seen on the wire.")
                .value("certificate_from", "inventory")
                .confidence(finding.confidence() * CONFIDENCE)
                .build();
    }
}
