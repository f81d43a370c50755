/** RTSP over TCP: recognition, credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.rtsp;
