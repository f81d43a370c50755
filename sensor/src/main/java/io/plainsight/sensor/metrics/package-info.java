/**
 * The sensor's counts and their Prometheus form. Packet-path threads write {@link SensorCounters}, each its own; the
 * scrape thread reads all of them through {@link SensorCollector}.
 */
package io.plainsight.sensor.metrics;
