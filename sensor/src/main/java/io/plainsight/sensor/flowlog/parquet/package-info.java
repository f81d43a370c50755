/** Flow logs in Parquet: Apache's library decodes the columns, this package finds them in the file, without Hadoop. */
package io.plainsight.sensor.flowlog.parquet;
