/** SNMP: community strings of versions 1 and 2c, the security level of version 3. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.snmp;
