/** Services that speak in clear and secrets sent to them: rule text, judgement, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.plaintext;
