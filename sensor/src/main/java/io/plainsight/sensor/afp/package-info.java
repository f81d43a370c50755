/** AFP over DSI: recognition, login methods. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.afp;
