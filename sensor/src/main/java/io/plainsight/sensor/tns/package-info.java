/** Oracle TNS: recognition, native encryption, logins. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.tns;
