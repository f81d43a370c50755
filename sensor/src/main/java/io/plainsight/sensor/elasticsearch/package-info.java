/** Elasticsearch and OpenSearch between nodes: recognition, actions. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.elasticsearch;
