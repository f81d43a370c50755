/**
 * What all detectors share: the finding, the rule's words and the interface that adds a detector to the topology. Each
 * detector has a package of its own below this one; detectors do not know one another. Judgements are plain classes
 * without Kafka types.
 */
package io.plainsight.stream.detection;
