/** RDP: recognition, the negotiation of TLS. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.rdp;
