package io.plainsight.sensor.text;

/** What kind of credential passed in clear, worst last. Only the kind is ever kept, never the credential. */
public enum Credentials {
    NONE(null),
    /** A hash or an answer to a challenge, open to guessing off line. */
    DERIVED("derived"),
    /** A bearer token or cookie: reusable until it expires. */
    TOKEN("token"),
    /** A reusable password. */
    SECRET("secret");

    private final String text;

    Credentials(String text) {
        this.text = text;
    }

    /** The value of {@code plainsight.plaintext.credentials}; null for {@link #NONE}. */
    public String text() {
        return text;
    }
}
