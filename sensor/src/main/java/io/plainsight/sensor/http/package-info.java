/** HTTP/1.x and HTTP/2 in clear: recognition, credentials, CONNECT tunnels. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.http;
