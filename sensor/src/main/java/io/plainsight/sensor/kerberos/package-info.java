/** Kerberos 5: recognition, and the encryption types that its messages use. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.kerberos;
