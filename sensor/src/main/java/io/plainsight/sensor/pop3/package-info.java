/** POP3: recognition, STLS, credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.pop3;
