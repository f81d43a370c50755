/** Where flow logs come from beside files that are read once, and where what cannot be read goes. */
package io.plainsight.sensor.flowlog.source;
