/** FTP's control connection: recognition, AUTH TLS, credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.ftp;
