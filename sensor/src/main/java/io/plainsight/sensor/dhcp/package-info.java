/** DHCP for IPv4 and IPv6: recognition. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.dhcp;
