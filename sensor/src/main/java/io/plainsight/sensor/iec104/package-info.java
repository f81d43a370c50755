/** IEC 60870-5-104: recognition. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.iec104;
