/** Connections that the policy does not expect or that are new to a group: rule texts, judgements, memories, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.destination;
