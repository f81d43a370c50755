/**
 * Where packets come from: capture files and live interfaces, each a {@link io.plainsight.sensor.capture.PacketSource}.
 * Called by the assembly of the sensor; a source delivers on the one thread that calls {@code forEach}, and its buffers are
 * valid during the call only. Knows nothing of what a frame holds.
 */
package io.plainsight.sensor.capture;
