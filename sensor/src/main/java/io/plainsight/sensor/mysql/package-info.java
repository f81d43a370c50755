/** MySQL and MariaDB: recognition, CLIENT_SSL, credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.mysql;
