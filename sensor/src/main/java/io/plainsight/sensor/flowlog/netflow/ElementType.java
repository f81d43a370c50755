package io.plainsight.sensor.flowlog.netflow;

import java.util.Locale;

/** Abstract data types (RFC 7012 section 3.1), as far as they are read differently. */
enum ElementType {
    UNSIGNED,
    SIGNED,
    FLOAT,
    BOOLEAN,
    MAC,
    IPV4,
    IPV6,
    SECONDS,
    MILLISECONDS,
    /** NTP's 64 bits (RFC 7011 section 6.1.9), for nanoseconds too. */
    MICROSECONDS,
    STRING,
    /** Bytes, lists, and what nobody told the type of. */
    OCTETS;

    /** @param name as the registry writes it */
    static ElementType of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "unsigned8", "unsigned16", "unsigned32", "unsigned64" -> UNSIGNED;
            case "signed8", "signed16", "signed32", "signed64" -> SIGNED;
            case "float32", "float64" -> FLOAT;
            case "boolean" -> BOOLEAN;
            case "macaddress" -> MAC;
            case "ipv4address" -> IPV4;
            case "ipv6address" -> IPV6;
            case "datetimeseconds" -> SECONDS;
            case "datetimemilliseconds" -> MILLISECONDS;
            case "datetimemicroseconds", "datetimenanoseconds" -> MICROSECONDS;
            case "string" -> STRING;
            default -> OCTETS;
        };
    }
}
