/** Azure network security group and virtual network flow logs to observations. */
package io.plainsight.sensor.flowlog.azure;
