/** Sensors that lose packets, connections or observations, give up payload, or fall silent: rule text, judgement, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.sensorhealth;
