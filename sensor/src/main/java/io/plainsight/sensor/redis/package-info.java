/** Redis RESP2 and RESP3: recognition, AUTH and HELLO, commands. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.redis;
