/** DNP3 over TCP: recognition. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.dnp3;
