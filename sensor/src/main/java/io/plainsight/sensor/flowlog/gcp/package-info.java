/** Google Cloud VPC flow logs to observations. */
package io.plainsight.sensor.flowlog.gcp;
