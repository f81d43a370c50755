/** SOCKS proxies: recognition, what follows the tunnel's opening. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.socks;
