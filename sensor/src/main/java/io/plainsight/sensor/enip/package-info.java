/** EtherNet/IP: recognition. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.enip;
