/** Connections that the network refuses more than usual, by flow logs: rule text, state, judgements, sub-topology. */
package io.plainsight.stream.detection.flowlog.rejected;
