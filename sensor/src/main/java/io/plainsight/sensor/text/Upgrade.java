package io.plainsight.sensor.text;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;

/**
 * What happened to the upgrade to TLS inside one connection: offered, asked for, granted, followed.
 *
 * <pre>
 *   (nothing) ──request──► waiting ──accept──► accepted ──TLS──► used
 *                             │                    └──clear bytes──► accepted, not used
 *                             └──refuse──► refused, and the protocol goes on in clear
 * </pre>
 */
public final class Upgrade {
    private Boolean offered;
    private boolean requested;
    private Boolean accepted;
    private boolean used;
    private boolean stripped;
    private boolean required;
    private boolean clearFollowed;
    private boolean serverGap;
    private Side reading;
    private String filler;
    private String pipelined;
    private String dataProtection;

    /**
     * The server's list of capabilities is complete, with the offer in it or not. Where bytes of the server are missing, what
     * is not in it may have been in those.
     */
    public void offer(boolean present) {
        if (present || !serverGap) {
            offered = present || Boolean.TRUE.equals(offered);
        }
    }

    /** The server lets nobody go on without it. */
    public void require() {
        required = true;
    }

    /** The offer, in what is being read, bears the marks of a box that strips it. */
    public void strip() {
        stripped = true;
        filler = and(filler, reading);
    }

    /** From here on bytes of {@code side} are read. */
    void reading(Side side) {
        reading = side;
    }

    /** Bytes of the server are missing. */
    void loseServer() {
        serverGap = true;
    }

    public void request() {
        requested = true;
        accepted = null;
    }

    public void accept() {
        accepted = Boolean.TRUE;
    }

    public void refuse() {
        accepted = Boolean.FALSE;
    }

    /** What holds for the protocol's other connections, in the words of {@link Observation.StartTls#dataProtection()}. */
    public void protectData(String level) {
        dataProtection = level;
    }

    /** Clear bytes came behind the client's command before TLS began (CVE-2011-0411 and its kin). */
    public void pipeline() {
        pipelined = and(pipelined, Side.CLIENT);
    }

    /** The client's next bytes behind the accept are no TLS. */
    void followInClear() {
        clearFollowed = true;
    }

    void use(boolean tlsFollowed) {
        used = tlsFollowed;
    }

    /** Whether the client asked and the server has not answered. */
    public boolean isWaiting() {
        return requested && accepted == null;
    }

    public boolean isRequested() {
        return requested;
    }

    public boolean isOffered() {
        return Boolean.TRUE.equals(offered);
    }

    boolean isPipelined() {
        return pipelined != null;
    }

    private static String and(String who, Side side) {
        String name = side == Side.CLIENT ? "client" : "server";
        return who == null || who.equals(name) ? name : "both";
    }

    /**
     * Whether a keyword is filler put in the place of the real one: at least four X with at most one other letter at the
     * end, as in {@code XXXXXXXA} (Cisco's ESMTP inspection) and {@code XXXX}.
     *
     * @param keyword the bytes from the keyword on; its first word is looked at
     */
    public static boolean isFiller(ByteCursor keyword) {
        int length = Ascii.wordLength(keyword);
        if (keyword.peek(length - 1) == ']') {
            // IMAP's response codes end so
            length--;
        }
        int fill = 0;
        while (fill < length && keyword.peek(fill) == 'X') {
            fill++;
        }
        return fill >= 4 && (fill == length || fill == length - 1 && Ascii.isLetter(keyword.peek(fill)));
    }

    /** The observation's record; null when nothing was learned. */
    Observation.StartTls describe(String protocol) {
        if (offered == null && !requested && !stripped && !required && dataProtection == null) {
            return null;
        }
        return new Observation.StartTls(
                protocol,
                offered,
                requested,
                requested ? accepted : null,
                used,
                stripped ? Boolean.TRUE : null,
                dataProtection,
                required ? Boolean.TRUE : null,
                filler,
                pipelined,
                clearFollowed ? Boolean.TRUE : null);
    }
}
