/** SMB 1 to 3: recognition, signing and encryption, credentials. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.smb;
