/** Memcached: recognition, SASL, commands. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.memcached;
