/** Flow logs that are pushed over HTTPS: Amazon Data Firehose, with rows of its own or of a CloudWatch Logs subscription. */
package io.plainsight.sensor.flowlog.push;
