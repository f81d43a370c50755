package io.plainsight.sensor.quic;

import java.util.HexFormat;

/**
 * The versions whose Initial packets can be read: salt, labels, packet type codes and Retry keys of each.
 *
 * <p>Sources: RFC 9001 section 5.2 and 5.8 (version 1), RFC 9369 section 3 (version 2), and the drafts of
 * draft-ietf-quic-tls that changed the salt (21, 23, 29, 33) or the Retry (25, 29, 33). mvfst's numbers stand for drafts with
 * Facebook's transport (where one is not the draft that it is taken for here, its packets do not open and nothing is said); Google's T050 and T051 carry TLS 1.3 under salts of their own.
 *
 * @param name as reported, such as {@code 1}, {@code 2}, {@code draft-29}, {@code mvfst-27}, {@code T051}
 * @param salt of HKDF-Extract
 * @param second whether labels and packet types are those of version 2
 * @param retryKey of the Retry integrity tag; null where Retry carries the original connection id instead
 */
record QuicVersion(String name, byte[] salt, boolean second, byte[] retryKey, byte[] retryNonce) {
    static final int VERSION_1 = 0x00000001;
    static final int VERSION_2 = 0x6b3343cf;
    /** Version field of a Version Negotiation packet, RFC 9000 section 17.2.1. */
    static final int NEGOTIATION = 0;

    private static final int DRAFT = 0xff000000;
    private static final int MVFST = 0xfaceb000;

    private static final byte[] SALT_1 = hex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static final byte[] SALT_29 = hex("afbfec289993d24c9e9786f19c6111e04390a899");
    private static final byte[] SALT_23 = hex("c3eef712c72ebb5a11a7d2432bb46365bef9f502");
    private static final byte[] SALT_21 = hex("7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a");

    private static final byte[] RETRY_KEY_1 = hex("be0c690b9f66575a1d766b54e368c84e");
    private static final byte[] RETRY_NONCE_1 = hex("461599d35d632bf2239825bb");
    private static final byte[] RETRY_KEY_29 = hex("ccce187ed09a09d05728155a6cb96be1");
    private static final byte[] RETRY_NONCE_29 = hex("e54930f97f2136f0530a8c1c");
    private static final byte[] RETRY_KEY_25 = hex("4d32ecdb2a2133c841e4043df27d4430");
    private static final byte[] RETRY_NONCE_25 = hex("4d1611d05513a552c587d575");

    private static final QuicVersion V1 = new QuicVersion("1", SALT_1, false, RETRY_KEY_1, RETRY_NONCE_1);
    private static final QuicVersion V2 = new QuicVersion(
            "2",
            hex("0dede3def700a6db819381be6e269dcbf9bd2ed9"),
            true,
            hex("8fb4b01b56ac48e260fbcbcead7ccc92"),
            hex("d86969bc2d7c6d9990efb04a"));
    private static final QuicVersion V2_DRAFT = new QuicVersion(
            "2-draft",
            hex("a707c203a59b47184a1d62ca570406ea7ae3e5d3"),
            true,
            hex("ba858dc7b43de5dbf87617ff4ab253db"),
            hex("141b99c239b03e785d6a2e9f"));
    private static final QuicVersion T050 =
            new QuicVersion("T050", hex("7ff579e5acd072915580304c43a2367c60488310"), false, null, null);
    private static final QuicVersion T051 =
            new QuicVersion("T051", hex("7a4edef4e7ccee5fa4506c19124fc8ccda6e033d"), false, null, null);

    private static final int FIRST_DRAFT = 21;
    private static final int LAST_DRAFT = 34;
    private static final QuicVersion[] DRAFTS = drafts("draft-");
    private static final QuicVersion[] MVFST_DRAFTS = drafts("mvfst-");

    /** The version with this number; null when it is not known. Allocates nothing. */
    static QuicVersion of(int version) {
        return switch (version) {
            case VERSION_1 -> V1;
            case VERSION_2 -> V2;
            case 0x709a50c4 -> V2_DRAFT;
            case 0x54303530 -> T050;
            case 0x54303531 -> T051;
            case MVFST | 1 -> mvfst(22);
            case MVFST | 2, MVFST | 0xe -> mvfst(27);
            default -> (version & -16) == MVFST ? mvfst(29) : draft(version ^ DRAFT);
        };
    }

    /** Whether frames are Google's from before the standard. */
    boolean isGoogle() {
        return this == T050 || this == T051;
    }

    /** Whether the number is reserved to force version negotiation, RFC 9000 section 15. */
    static boolean isReserved(int version) {
        return (version & 0x0f0f0f0f) == 0x0a0a0a0a;
    }

    /** {@link PacketType} of a long header's first byte. */
    PacketType typeOf(int firstByte) {
        int bits = firstByte >> 4 & 3;
        return PacketType.of(second ? bits + 3 & 3 : bits);
    }

    private static QuicVersion draft(int number) {
        if (number < FIRST_DRAFT || number > LAST_DRAFT) {
            return null;
        }
        return DRAFTS[number - FIRST_DRAFT];
    }

    private static QuicVersion mvfst(int draft) {
        return MVFST_DRAFTS[draft - FIRST_DRAFT];
    }

    private static QuicVersion[] drafts(String prefix) {
        QuicVersion[] drafts = new QuicVersion[LAST_DRAFT - FIRST_DRAFT + 1];
        for (int i = 0; i < drafts.length; i++) {
            int draft = FIRST_DRAFT + i;
            byte[] salt = draft < 23 ? SALT_21 : draft < 29 ? SALT_23 : draft < 33 ? SALT_29 : SALT_1;
            byte[] key = draft < 25 ? null : draft < 29 ? RETRY_KEY_25 : draft < 33 ? RETRY_KEY_29 : RETRY_KEY_1;
            byte[] nonce =
                    draft < 25 ? null : draft < 29 ? RETRY_NONCE_25 : draft < 33 ? RETRY_NONCE_29 : RETRY_NONCE_1;
            drafts[i] = new QuicVersion(prefix + draft, salt, false, key, nonce);
        }
        return drafts;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
