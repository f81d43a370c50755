/**
 * What all readable protocols share: cutting lines in place, comparing ASCII in place, tracking an upgrade to TLS and
 * what was exposed in clear; and the list of their signatures. Used by the protocol packages and, through {@link
 * io.plainsight.sensor.PlaintextProtocols}, by the flow layer, on the thread that owns the connection.
 */
package io.plainsight.sensor.text;
