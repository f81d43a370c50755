/** What shares a port with media (RFC 7983): STUN and TURN, RTP and RTCP, SRTP, and the DTLS that keys it. Called by the flow layer on the connection's thread. */
package io.plainsight.sensor.media;
