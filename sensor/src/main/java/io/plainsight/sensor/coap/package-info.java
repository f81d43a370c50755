/** CoAP: recognition, and whether OSCORE protects its payload. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.coap;
