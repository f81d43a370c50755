/** RADIUS: recognition, and what its attributes expose. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.radius;
