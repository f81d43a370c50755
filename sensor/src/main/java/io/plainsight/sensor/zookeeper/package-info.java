/** ZooKeeper: recognition, authentication schemes, four-letter words. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.zookeeper;
