/** IKE version 1 and 2. Called by the inspection of one connection, on its thread. */
package io.plainsight.sensor.ike;
