/** OPC UA's binary protocol: recognition, security policy and mode, passwords. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.opcua;
