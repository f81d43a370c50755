/** NATS: recognition, TLS behind INFO, credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.nats;
