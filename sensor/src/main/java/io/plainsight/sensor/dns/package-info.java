/** DNS and its kin over multicast: recognition, and the names that its answers give to addresses. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.dns;
