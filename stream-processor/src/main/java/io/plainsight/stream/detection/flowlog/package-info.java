/** Detections that need no more than who talked to whom, so that flow logs suffice: rule text, judgement, sub-topology. */
package io.plainsight.stream.detection.flowlog;
