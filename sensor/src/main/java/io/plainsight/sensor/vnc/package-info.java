/** VNC: recognition, security types, credentials, VeNCrypt. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.vnc;
