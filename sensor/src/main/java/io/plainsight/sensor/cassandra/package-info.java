/** Cassandra's CQL and what its nodes say to one another: recognition, authenticator, queries. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.cassandra;
