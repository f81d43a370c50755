package io.plainsight.stream.witness;

import io.plainsight.stream.detection.Finding;

/**
 * What comes of one observation; crosses no topic.
 *
 * @param finding null where it is a change of figures
 * @param logged null where it is a finding
 */
record Witnessed(Finding finding, Logged logged) {}
