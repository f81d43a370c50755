package io.plainsight.stream.posture;

/**
 * Sums and what they are about; what crosses the topology.
 *
 * @param scope never null
 */
record Gathered(Scope scope, Tally tally) {}
