/** Chooses how an interface is listened on, and stays with it when it vanishes and returns. */
package io.plainsight.sensor.capture.live;
