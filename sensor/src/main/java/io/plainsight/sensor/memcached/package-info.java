/** Memcached over UDP: recognition. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.memcached;
