/** Handshakes that ended lower than both sides can do: rule text, judgement, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.downgrade;
