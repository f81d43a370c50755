/** ONC RPC over UDP: the portmapper, NFS, and their security flavours. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.oncrpc;
