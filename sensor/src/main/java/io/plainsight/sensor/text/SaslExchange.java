package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Follows one SASL exchange (RFC 4422) far enough to say when the client has sent its credential, and grades mechanisms for
 * every protocol alike: PLAIN and LOGIN show the password, the OAuth ones a token, all that prove a secret without showing
 * it (CRAM-MD5, DIGEST-MD5, SCRAM, NTLM, GSSAPI …) something derived, which can be guessed off line (RFC 5802 section 9).
 *
 * <p><b>Memory:</b> three fields. The client's answers are counted, not read.
 */
public final class SaslExchange {
    private boolean active;
    private Credentials kind = Credentials.NONE;
    private int answersToGo;

    /**
     * @param mechanism the mechanism's name, then the initial response if the client sent one (RFC 4954, 4959, 5034);
     *     moved past the name
     */
    public Credentials begin(ByteCursor mechanism) {
        start(mechanism);
        Ascii.skipWord(mechanism);
        boolean initialResponse = mechanism.remaining() > 0 && !Ascii.is(mechanism, "=");
        return initialResponse ? onAnswer(mechanism) : Credentials.NONE;
    }

    /** Begins without looking for an initial response; for protocols that write it in their own way. */
    public void start(ByteCursor mechanism) {
        active = true;
        kind = grade(mechanism);
        boolean twoAnswers = isNamed(mechanism, "LOGIN") // the name, then the password
                // the first message holds no proof yet (RFC 5802 section 3)
                || Ascii.startsWith(mechanism, "SCRAM-")
                || isNamed(mechanism, "NTLM");
        answersToGo = twoAnswers ? 2 : 1;
    }

    /** What a mechanism shows to who listens; the cursor stands at its name and is not moved. */
    public static Credentials grade(ByteCursor mechanism) {
        if (isNamed(mechanism, "PLAIN") || isNamed(mechanism, "LOGIN")) {
            return Credentials.SECRET;
        }
        if (isNamed(mechanism, "XOAUTH2") || isNamed(mechanism, "OAUTHBEARER") || isNamed(mechanism, "OAUTH10A")) {
            return Credentials.TOKEN;
        }
        boolean nothing = isNamed(mechanism, "ANONYMOUS") || isNamed(mechanism, "EXTERNAL");
        return nothing ? Credentials.NONE : Credentials.DERIVED;
    }

    /** Whether the client's next line is an answer and not a command. */
    public boolean isActive() {
        return active;
    }

    /** @return the credential's kind when this answer carried it, {@code NONE} otherwise */
    public Credentials onAnswer(ByteCursor answer) {
        if (answer.remaining() == 0 || Ascii.is(answer, "*")) {
            active = answer.remaining() == 0;
            return Credentials.NONE;
        }
        return --answersToGo == 0 ? kind : Credentials.NONE;
    }

    /** The server ended the exchange, in whatever way. */
    public void end() {
        active = false;
    }

    /** {@code sasl-mech = 1*20mech-char}: letters, digits, hyphen and underscore (RFC 4422 section 3.1). */
    private static boolean isNamed(ByteCursor mechanism, String upper) {
        int next = mechanism.peek(upper.length());
        return Ascii.startsWith(mechanism, upper)
                && !Ascii.isLetter(next)
                && !Ascii.isDigit(next)
                && next != '-'
                && next != '_';
    }
}
