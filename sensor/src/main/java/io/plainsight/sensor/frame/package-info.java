/**
 * The frame of dissectors for binary protocols whose units begin with their length. Used by the packages of those
 * protocols, on the connection's thread.
 */
package io.plainsight.sensor.frame;
