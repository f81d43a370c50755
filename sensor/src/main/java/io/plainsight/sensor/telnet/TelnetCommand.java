package io.plainsight.sensor.telnet;

/** Telnet's command and option codes (RFC 854, RFC 855; options: IANA telnet-options registry). */
final class TelnetCommand {
    static final int SE = 240;
    static final int SB = 250;
    static final int WILL = 251;
    static final int WONT = 252;
    static final int DO = 253;
    static final int DONT = 254;
    static final int IAC = 255;

    /** RFC 2946. */
    static final int OPTION_ENCRYPT = 38;
    /** draft-altman-telnet-starttls. */
    static final int OPTION_START_TLS = 46;

    static final int ENCRYPT_START = 3;
    static final int START_TLS_FOLLOWS = 1;

    private static final int LAST_ASSIGNED_OPTION = 49;

    private TelnetCommand() {}

    /** Whether the registry knows the option; mud clients' 69, 70, 85, 86, 90, 91, 200, 201 are in common use too. */
    static boolean isOption(int option) {
        return switch (option) {
            case 69, 70, 85, 86, 90, 91, 138, 139, 140, 200, 201 -> true;
            default -> option >= 0 && option <= LAST_ASSIGNED_OPTION;
        };
    }

    static boolean isNegotiation(int command) {
        return command >= WILL && command <= DONT;
    }
}
