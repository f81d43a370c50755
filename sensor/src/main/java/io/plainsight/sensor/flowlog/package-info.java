/**
 * Reads cloud flow logs: AWS VPC (and transit gateway) Flow Logs as text, plain or gzip. The sensor's assembly calls
 * {@link io.plainsight.sensor.flowlog.FlowLogReader}, on one thread, away from the packet path; nothing here knows packets.
 */
package io.plainsight.sensor.flowlog;
