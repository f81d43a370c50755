/** MQTT 3.1 to 5: recognition, credentials, messages. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.mqtt;
