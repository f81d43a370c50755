/** AWS VPC and transit gateway flow logs, as text or as JSON lines, to observations. */
package io.plainsight.sensor.flowlog.aws;
