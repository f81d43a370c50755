/** Telnet: recognition by option negotiation, login dialogues, START_TLS. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.telnet;
