package io.plainsight.sensor.enip;

/**
 * EtherNet/IP's encapsulation header, little endian (CIP volume 2, section 2-3).
 *
 * <pre>
 *  Command (16) | Length (16) | Session (32) | Status (32) | Sender's context (64) | Options (32)
 * </pre>
 */
final class Encapsulation {
    static final int HEADER_LENGTH = 24;
    /** Lists of services, identities and interfaces fit. */
    static final int MAX_LIST = 512;

    static final int LIST_SERVICES = 0x04;
    static final int LIST_IDENTITY = 0x63;
    static final int LIST_INTERFACES = 0x64;
    static final int REGISTER_SESSION = 0x65;
    static final int UNREGISTER_SESSION = 0x66;
    static final int SEND_RR_DATA = 0x6f;
    static final int SEND_UNIT_DATA = 0x70;

    private Encapsulation() {}

    static boolean isKnown(int command) {
        return switch (command) {
            case LIST_SERVICES, LIST_IDENTITY, LIST_INTERFACES, REGISTER_SESSION, SEND_RR_DATA, SEND_UNIT_DATA -> true;
            default -> false;
        };
    }

    /** Whether a known command begins with this byte; all are below 256. */
    static boolean mayBegin(int low) {
        return isKnown(low);
    }
}
