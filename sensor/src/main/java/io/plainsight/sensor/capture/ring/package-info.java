/**
 * Live capture on Linux through a ring that the kernel fills and this process reads in place (AF_PACKET, TPACKET_V3):
 * nothing is copied, called or allocated per packet.
 */
package io.plainsight.sensor.capture.ring;
