package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.Finding;

/** What a stage passes on: a finding, or something for a stage behind it. One of the components is there. */
record Judged(Finding finding, Outcome outcome, Scanner scanner) {
    static Judged of(Finding finding) {
        return new Judged(finding, null, null);
    }

    static Judged of(Outcome outcome) {
        return new Judged(null, outcome, null);
    }

    static Judged of(Scanner scanner) {
        return new Judged(null, null, scanner);
    }
}
