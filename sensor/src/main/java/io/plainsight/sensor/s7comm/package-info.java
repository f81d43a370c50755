/** S7 communication: recognition, passwords of controllers. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.s7comm;
