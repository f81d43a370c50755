package io.plainsight.stream.witness;

import io.plainsight.stream.detection.Finding;

/**
 * What comes of one observation; crosses no topic.
 *
 * @param finding null where it is something else
 * @param logged null where it is something else
 * @param word null where it is something else
 */
record Witnessed(Finding finding, Logged logged, Expectations.Word word) {
    Witnessed(Finding finding, Logged logged) {
        this(finding, logged, null);
    }
}
