package io.plainsight.app.lab;

/**
 * How two gateways are told to make one association, and what becomes of it.
 *
 * @param what is tried, as the report has it
 * @param initiator settings of the end that calls
 * @param responder those of the end that is called; null where nobody is
 * @param says what the initiator's log has, a regular expression
 * @param due what the sensor is to make of it
 */
record IkeTunnel(String what, End initiator, End responder, String says, Due due) {
    private static final String STRONG = "aes256gcm16-prfsha384-x25519";
    private static final String AGREED = "established between";

    /**
     * One end.
     *
     * @param proposals as strongSwan spells them
     * @param settings of the connection, {@code name = value}, a line each
     * @param secret the pre-shared key
     * @param proof how this end proves who it is
     * @param expected how the other end must
     */
    record End(String proposals, String settings, String secret, String proof, String expected) {
        static End of(String proposals) {
            return new End(proposals, "version = 2\nmobike = no\nchildless = force", "shared", "psk", "psk");
        }

        End with(String lines) {
            return new End(proposals, lines, secret, proof, expected);
        }

        End secret(String other) {
            return new End(proposals, settings, other, proof, expected);
        }

        End proofs(String own, String others) {
            return new End(proposals, settings, secret, own, others);
        }
    }

    /**
     * What the sensor tells.
     *
     * @param protection of the connection that the association ends up with
     * @param complete whether the handshake counts as completed
     * @param failure its cause and who rejected; null where none is told
     */
    record Due(String protection, boolean complete, String failure) {
        static final Due OPEN = new Due("unknown", false, null);

        static Due complete(String protection) {
            return new Due(protection, true, null);
        }

        static Due failed(String failure) {
            return new Due("unknown", false, failure);
        }
    }

    static IkeTunnel[] all() {
        End strong = End.of(STRONG);
        End weak = End.of("3des-sha1-modp1024");
        End old = End.of("aes256-sha256-modp2048").with("version = 1");
        End oldest = End.of("3des-md5-modp1024").with("version = 1");
        String aggressive = "version = 1\naggressive = yes";
        Due refused = Due.failed("ike-refused (rejected by the server)");
        return new IkeTunnel[] {
            new IkeTunnel("nothing", strong, strong, AGREED, Due.complete("protected")),
            new IkeTunnel(
                    "nothing, over the port of NAT traversal",
                    strong.with("version = 2\nchildless = force\nencap = yes"),
                    strong.with("version = 2\nchildless = force\nencap = yes"),
                    AGREED,
                    Due.complete("protected")),
            new IkeTunnel(
                    "nothing, AES-CBC and certificates, in fragments",
                    End.of("aes256-sha512-ecp384").proofs("pubkey", "pubkey"),
                    End.of("aes256-sha512-ecp384").proofs("pubkey", "pubkey"),
                    "splitting IKE message.*" + AGREED,
                    Due.complete("protected")),
            new IkeTunnel("3DES, SHA-1 and 1024 bits", weak, weak, AGREED, Due.complete("weak")),
            new IkeTunnel(
                    "first group refused, the second taken",
                    End.of(STRONG + "-ecp384"),
                    End.of("aes256gcm16-prfsha384-ecp384"),
                    "didn't accept .* CURVE_25519, it requested ECP_384",
                    Due.complete("protected")),
            new IkeTunnel("no proposal in common", weak, strong, "received NO_PROPOSAL_CHOSEN", refused),
            new IkeTunnel(
                    "another pre-shared key",
                    strong.secret("another"),
                    strong,
                    "received AUTHENTICATION_FAILED",
                    Due.OPEN),
            new IkeTunnel(
                    "another pre-shared key, 3DES",
                    weak.secret("another"),
                    weak,
                    "received AUTHENTICATION_FAILED",
                    Due.OPEN),
            new IkeTunnel(
                    "another pre-shared key, AES-CBC",
                    End.of("aes128-sha512-modp2048").secret("another"),
                    End.of("aes128-sha512-modp2048"),
                    "received AUTHENTICATION_FAILED",
                    Due.OPEN),
            new IkeTunnel(
                    "responder's proof not taken",
                    strong.proofs("psk", "pubkey"),
                    strong,
                    "generating INFORMATIONAL request 2 . N.AUTH_FAILED",
                    Due.OPEN),
            new IkeTunnel("nobody answers", strong, null, "giving up after", Due.OPEN),
            new IkeTunnel("version 1", old, old, AGREED, Due.complete("weak")),
            new IkeTunnel("version 1, no proposal in common", oldest, old, "received NO_PROPOSAL_CHOSEN", refused),
            new IkeTunnel("version 1, another pre-shared key", old.secret("another"), old, "giving up after", Due.OPEN),
            // proofs are in clear, and whether the responder took the last one shows in phase 2 only, which these do
            // without
            new IkeTunnel("version 1, aggressive mode", old.with(aggressive), old.with(aggressive), AGREED, Due.OPEN)
        };
    }

    @Override
    public String toString() {
        return "IKE: " + what;
    }
}
