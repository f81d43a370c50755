/** sFlow version 5: the headers that exporters sample go through a packet path, as packets of a sampled capture. */
package io.plainsight.sensor.sflow;
