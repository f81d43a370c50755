/** Diameter over TCP: recognition, inband security, messages. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.diameter;
