/** Microsoft SQL Server's TDS: recognition, TLS inside PRELOGIN packets, logins and requests in clear. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.tds;
