/** LDAP: recognition, StartTLS, simple binds. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.ldap;
