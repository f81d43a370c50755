/** Upgrades to TLS that were refused, stripped or not carried out: rule text, judgement, sub-topology. Judgements run on stream threads and know nothing of Kafka. */
package io.plainsight.stream.detection.starttls;
