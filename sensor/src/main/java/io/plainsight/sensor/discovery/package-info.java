/** Service discovery: SSDP and WS-Discovery. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.discovery;
