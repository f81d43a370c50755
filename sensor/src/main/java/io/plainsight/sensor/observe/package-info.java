/**
 * Turns what the flow table and the dissectors know into observations: ids, texts, names, directions. Called by
 * {@link io.plainsight.sensor.SensorPipeline} on its thread; may allocate, since it runs per observation and not per packet.
 */
package io.plainsight.sensor.observe;
