/** Cassandra's CQL: recognition, authenticator, queries. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.cassandra;
