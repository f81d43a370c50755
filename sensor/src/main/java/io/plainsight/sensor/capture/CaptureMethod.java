package io.plainsight.sensor.capture;

/** How an interface is listened on. */
public enum CaptureMethod {
    /** A ring where there is one, libpcap elsewhere. */
    AUTO,
    /** The ring of Linux' packet sockets; nothing is copied. */
    RING,
    /** libpcap, wherever there is one. */
    PCAP
}
