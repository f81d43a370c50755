/** Connections that the policy does not expect: rule text, judgement, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.destination;
