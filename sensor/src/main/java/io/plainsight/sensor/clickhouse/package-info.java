/** ClickHouse's native protocol: recognition, credentials, queries. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.clickhouse;
