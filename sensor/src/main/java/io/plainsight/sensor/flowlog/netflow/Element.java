package io.plainsight.sensor.flowlog.netflow;

/**
 * An information element.
 *
 * @param name the registry's, or {@code ie.PEN.ID}
 * @param withheld whether its content may be payload, or is of a meaning that nobody told, and is therefore not repeated
 */
record Element(String name, ElementType type, boolean withheld) {}
