/** Decodes NetFlow 5, NetFlow 9 and IPFIX into flow observations; called by the collector's decoding thread alone. */
package io.plainsight.sensor.flowlog.netflow;
