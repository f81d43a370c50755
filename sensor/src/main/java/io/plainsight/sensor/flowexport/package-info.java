/** Flow export: NetFlow, IPFIX and sFlow. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.flowexport;
