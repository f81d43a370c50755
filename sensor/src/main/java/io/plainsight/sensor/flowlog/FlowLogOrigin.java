package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;
import java.time.Instant;

/**
 * Where records come from.
 *
 * @param name the file or object as messages name it
 * @param path {@code log.file.path} of its observations; null for what came over the network
 * @param time stands in as {@code @timestamp} for records that have none
 */
public record FlowLogOrigin(Observation.Observer observer, String name, String path, Instant time) {}
