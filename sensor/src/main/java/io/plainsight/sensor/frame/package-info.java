/** The frames that dissectors and signatures of length-prefixed binary protocols share. Called on the connection's thread. */
package io.plainsight.sensor.frame;
