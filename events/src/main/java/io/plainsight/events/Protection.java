package io.plainsight.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The verdict on a connection. {@link #UNKNOWN} is an honest verdict; a wrong {@link #PROTECTED} is the worst bug. */
public enum Protection {
    /** Encrypted and authenticated with parameters that the default profile accepts. */
    PROTECTED,
    /** Encrypted, with parameters below the profile. */
    WEAK,
    /** Application data passed in clear. */
    PLAINTEXT,
    /** The bytes seen do not decide it. */
    UNKNOWN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The JSON spelling: lower case. */
    @JsonValue
    public String text() {
        return text;
    }
}
