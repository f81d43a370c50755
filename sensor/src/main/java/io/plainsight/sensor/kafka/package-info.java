/** Kafka: recognition, SASL mechanism and credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.kafka;
