/** Passive DNS: which name a client asked for before it spoke to an address. Used by the pipeline, on its thread. */
package io.plainsight.sensor.names;
