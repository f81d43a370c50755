/** ONC RPC, with NFS, mount and portmap: recognition, RPCSEC_GSS, RPC with TLS. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.rpc;
