/** OpenVPN over UDP and TCP. Called by the inspection of one connection, on its thread. */
package io.plainsight.sensor.openvpn;
