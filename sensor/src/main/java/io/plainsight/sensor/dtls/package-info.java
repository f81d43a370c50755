/** DTLS 1.0, 1.2 and 1.3: finds the handshake in datagrams and gives it to the TLS handshake. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.dtls;
