/**
 * Finds the IP packet and its transport header in a frame, through link layers, tags, tunnels and fragments. Called by
 * the packet path, one decoder per thread; one small class per layer, dispatched by
 * {@link io.plainsight.sensor.decode.PacketDecoder}. Knows nothing of connections.
 */
package io.plainsight.sensor.decode;
