/** NetBIOS over UDP: the name service and the datagram service. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.nbns;
