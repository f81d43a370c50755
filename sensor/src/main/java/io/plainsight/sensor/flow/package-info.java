/**
 * Connections: the flow table, TCP's life cycle, and the inspection that turns ordered bytes into a verdict. Called by
 * {@link io.plainsight.sensor.SensorPipeline} with decoded packets, on its thread.
 */
package io.plainsight.sensor.flow;
