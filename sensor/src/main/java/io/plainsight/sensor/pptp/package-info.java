/** PPTP: recognition of the control connection. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.pptp;
