/** TACACS+: recognition, obfuscation, passwords. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.tacacs;
