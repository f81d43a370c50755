/** What all clear protocols over UDP share: the frame of their dissectors and of their signatures. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.datagram;
