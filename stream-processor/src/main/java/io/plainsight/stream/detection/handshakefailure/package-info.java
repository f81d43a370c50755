/** Services whose handshakes suddenly fail: rule text, judgement, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.handshakefailure;
