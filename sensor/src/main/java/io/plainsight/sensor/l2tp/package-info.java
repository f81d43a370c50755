/** L2TP: recognition, and the PPP inside. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.l2tp;
