package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.stream.detection.Finding;

/**
 * What comes of a record; crosses no topic.
 *
 * @param finding null where it is for the client's part
 * @param refusal null where it is a finding
 */
record Outcome(Finding finding, Refusal refusal) {}
