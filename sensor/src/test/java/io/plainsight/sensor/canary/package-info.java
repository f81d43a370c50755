/** Conversations with planted secrets, one or more for every protocol, and the search for what must never be recorded. */
package io.plainsight.sensor.canary;
