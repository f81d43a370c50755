/**
 * Observations as JSON, written by hand: the same bytes that {@link io.plainsight.events.Json} would write, at a fraction of
 * the time. Called wherever observations leave a sensor; nothing here reads JSON.
 */
package io.plainsight.events.encode;
