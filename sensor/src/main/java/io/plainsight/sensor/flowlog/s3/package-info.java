/** Flow logs in S3, or in any store with its API: what is new is found, or told of by a queue, read and remembered. */
package io.plainsight.sensor.flowlog.s3;
