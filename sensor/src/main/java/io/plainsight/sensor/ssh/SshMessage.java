package io.plainsight.sensor.ssh;

/** Message numbers; registry: IANA ssh-parameters, "Message Numbers". */
final class SshMessage {
    static final int DISCONNECT = 1;
    static final int KEXINIT = 20;
    static final int NEWKEYS = 21;
    /** KEXDH_REPLY (RFC 4253 section 8), KEX_ECDH_REPLY (RFC 5656 section 4); KEX_DH_GEX_GROUP in a group exchange. */
    static final int KEX_31 = 31;
    /** KEX_DH_GEX_REPLY, RFC 4419 section 3. */
    static final int KEX_DH_GEX_REPLY = 33;

    private SshMessage() {}
}
