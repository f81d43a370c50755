package io.plainsight.sensor.smb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/**
 * How a session is set up, told by the tokens inside SPNEGO (RFC 4178): an NTLMSSP AUTHENTICATE_MESSAGE ([MS-NLMP] 2.2.1.3) or
 * a Kerberos AP-REQ (RFC 4121 section 4.1). The tokens are found by their marks, not by walking the DER around them.
 */
enum SecurityToken {
    NONE(null, Credentials.NONE),
    KERBEROS("Kerberos", Credentials.NONE),
    ANONYMOUS("anonymous", Credentials.NONE),
    NTLM_V2("NTLMv2", Credentials.DERIVED),
    NTLM_V1("NTLMv1", Credentials.DERIVED),
    PLAINTEXT_PASSWORD("password in clear", Credentials.SECRET);

    private static final String SIGNATURE = "NTLMSSP\0";
    private static final int AUTHENTICATE = 3;
    private static final int NT_RESPONSE_LENGTH_OFFSET = 20;
    private static final int LM_RESPONSE_LENGTH_OFFSET = 12;
    /** An NTLMv1 response has this length, an NTLMv2 response more. */
    static final int V1_LENGTH = 24;

    /** 1.2.840.113554.1.2.2, then the token id of KRB_AP_REQ and its tag, APPLICATION 14. */
    private static final String AP_REQ = "*\u0086H\u0086\u00f7\u0012\1\2\2\1\0n";

    private final String text;
    private final Credentials credentials;

    SecurityToken(String text, Credentials credentials) {
        this.text = text;
        this.credentials = credentials;
    }

    String text() {
        return text;
    }

    /** What it exposes when it passes in clear. */
    Credentials credentials() {
        return credentials;
    }

    /** The client's token anywhere in a session setup request. */
    static SecurityToken find(ByteCursor in, int from) {
        int ntlm = Peek.indexOf(in, SIGNATURE, from);
        if (ntlm >= 0 && Peek.u32le(in, ntlm + SIGNATURE.length()) == AUTHENTICATE) {
            int nt = Peek.u16le(in, ntlm + NT_RESPONSE_LENGTH_OFFSET);
            int lm = Peek.u16le(in, ntlm + LM_RESPONSE_LENGTH_OFFSET);
            return nt > 0 ? ofNtLength(nt) : lm >= V1_LENGTH ? NTLM_V1 : ANONYMOUS;
        }
        return Peek.indexOf(in, AP_REQ, from) >= 0 ? KERBEROS : NONE;
    }

    static SecurityToken ofNtLength(int length) {
        return length == V1_LENGTH ? NTLM_V1 : NTLM_V2;
    }
}
