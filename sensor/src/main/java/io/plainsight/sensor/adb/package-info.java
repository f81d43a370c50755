/** Android Debug Bridge: recognition, the upgrade to TLS. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.adb;
