/** RDP's transport over UDP: recognition and the TLS inside. Called by the inspection of one connection, on its thread. */
package io.plainsight.sensor.rdpudp;
