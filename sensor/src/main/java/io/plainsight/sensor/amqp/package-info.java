/** AMQP 0-9-1 and 1.0: recognition, upgrade to TLS, SASL mechanism and credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.amqp;
