/** NTP: recognition, and how its packets are authenticated. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.ntp;
