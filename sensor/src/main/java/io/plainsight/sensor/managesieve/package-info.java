/** ManageSieve: recognition, STARTTLS, credentials, scripts. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.managesieve;
