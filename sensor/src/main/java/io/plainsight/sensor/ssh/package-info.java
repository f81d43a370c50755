/** SSH: banners, key exchange and what was chosen. Called by the inspection of one connection, on its thread. */
package io.plainsight.sensor.ssh;
