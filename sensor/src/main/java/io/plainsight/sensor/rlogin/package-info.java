/** Rlogin: recognition, passwords typed. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.rlogin;
