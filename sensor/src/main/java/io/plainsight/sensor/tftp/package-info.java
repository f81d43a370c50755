/** TFTP: recognition of requests. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.tftp;
