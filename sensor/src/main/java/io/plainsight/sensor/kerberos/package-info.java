/** Kerberos over TCP: recognition, encryption types. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.kerberos;
