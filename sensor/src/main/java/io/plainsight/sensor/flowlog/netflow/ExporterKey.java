package io.plainsight.sensor.flowlog.netflow;

/**
 * Who numbers templates and packets by itself.
 *
 * @param address as text; not the port, since some devices export templates and data from different ones
 * @param domain engine (v5), source id (v9), observation domain (IPFIX)
 */
record ExporterKey(String address, int version, long domain) {}
