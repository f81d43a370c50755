/** X11: recognition, the authorization sent. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.x11;
