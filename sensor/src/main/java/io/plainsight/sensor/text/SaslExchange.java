package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Follows one SASL exchange (RFC 4422) far enough to say when the client has sent its credential.
 *
 * <p><b>Memory:</b> three fields. The client's answers are counted, not read.
 */
public final class SaslExchange {
    private boolean active;
    private Credentials kind = Credentials.NONE;
    private int answersToGo;

    /** @param mechanism the mechanism's name, then the initial response if the client sent one (RFC 4954, 4959, 5034) */
    public Credentials begin(ByteCursor mechanism) {
        active = true;
        kind = Credentials.DERIVED;
        answersToGo = 1;
        if (Ascii.firstWordIs(mechanism, "PLAIN")) {
            kind = Credentials.SECRET;
        } else if (Ascii.firstWordIs(mechanism, "LOGIN")) {
            // the name, then the password
            kind = Credentials.SECRET;
            answersToGo = 2;
        } else if (Ascii.firstWordIs(mechanism, "XOAUTH2") || Ascii.firstWordIs(mechanism, "OAUTHBEARER")) {
            kind = Credentials.TOKEN;
        } else if (Ascii.startsWith(mechanism, "SCRAM-") || Ascii.firstWordIs(mechanism, "NTLM")) {
            // the first message holds no proof yet (RFC 5802 section 3)
            answersToGo = 2;
        } else if (Ascii.firstWordIs(mechanism, "ANONYMOUS")
                || Ascii.firstWordIs(mechanism, "EXTERNAL")
                || Ascii.startsWith(mechanism, "GSS")
                || Ascii.startsWith(mechanism, "KERBEROS")) {
            kind = Credentials.NONE;
        }
        Ascii.skipWord(mechanism);
        boolean initialResponse = mechanism.remaining() > 0 && !Ascii.is(mechanism, "=");
        return initialResponse ? onAnswer(mechanism) : Credentials.NONE;
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
}
