/** What a sensor knows of its own health: what it lost and when, how overloaded it is, and the records that tell of both. */
package io.plainsight.sensor.health;
