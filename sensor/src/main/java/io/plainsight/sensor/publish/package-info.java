/**
 * Where observations leave the sensor: newline-delimited JSON, Kafka, and the decorator that counts them. The sensor's
 * assembly builds the sinks; the thread that makes observations calls them, one thread per sink. Knows nothing of how
 * observations come about.
 */
package io.plainsight.sensor.publish;
