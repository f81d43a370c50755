/** Git's own transport: recognition. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.git;
