/** SIP over UDP: recognition, credentials, media keys in session descriptions. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.sip;
