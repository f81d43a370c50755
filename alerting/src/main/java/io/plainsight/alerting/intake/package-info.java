/**
 * The one thread that reads Kafka: rebuilds the stores from the compacted topics, hands what is new to the channels,
 * commits how far those have come.
 */
package io.plainsight.alerting.intake;
