package io.plainsight.sensor.smb;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an SMB 2 or 3 negotiation agreed upon ([MS-SMB2] 2.2.3, 2.2.4). Offsets count from the SMB2 header.
 *
 * <p><b>Bounds:</b> {@link #MAX_CONTEXTS} negotiate contexts, {@link #MAX_CIPHERS} ciphers.
 */
final class SmbNegotiation {
    static final int MAX_CONTEXTS = 16;
    static final int MAX_CIPHERS = 16;

    private static final int DIALECT_3_0 = 0x0300;
    private static final int DIALECT_3_0_2 = 0x0302;
    private static final int DIALECT_3_1_1 = 0x0311;
    private static final int DIALECT_WILDCARD = 0x02ff;

    private static final int SIGNING_REQUIRED = 2;
    private static final int CAPABILITY_ENCRYPTION = 0x40;
    private static final int CONTEXT_ENCRYPTION = 2;
    private static final int CONTEXT_SIGNING = 8;
    private static final int CONTEXT_HEADER_LENGTH = 8;

    private int dialect = Peek.NONE;
    private boolean smb1;
    private String clientSigning;
    private String serverSigning;
    private int signing = Peek.NONE;
    private String cipher;
    private List<String> offeredCiphers = List.of();

    void smb1() {
        smb1 = true;
    }

    /** The server answered in SMB 2, so an SMB 1 request was only the way in ([MS-SMB2] 3.3.5.3.1). */
    void onRequest(ByteCursor in) {
        smb1 = false;
        clientSigning = signingMode(Peek.u16le(in, 68));
        boolean contexts = false;
        int dialects = Math.max(0, Peek.u16le(in, 66));
        for (int i = 0; i < dialects && Peek.u16le(in, 100 + 2 * i) >= 0 && !contexts; i++) {
            contexts = Peek.u16le(in, 100 + 2 * i) == DIALECT_3_1_1;
        }
        if (contexts) {
            readContexts(in, Peek.u32le(in, 92), Peek.u16le(in, 96), true);
        } else if ((Math.max(0, Peek.u32le(in, 72)) & CAPABILITY_ENCRYPTION) != 0) {
            offeredCiphers = List.of(cipherName(1));
        }
    }

    void onResponse(ByteCursor in) {
        int chosen = Peek.u16le(in, 68);
        if (chosen < 0) {
            return;
        }
        smb1 = false;
        if (chosen == DIALECT_WILDCARD) {
            return;
        }
        dialect = chosen;
        serverSigning = signingMode(Peek.u16le(in, 66));
        boolean capable = (Math.max(0, Peek.u32le(in, 88)) & CAPABILITY_ENCRYPTION) != 0;
        if (dialect == DIALECT_3_1_1) {
            readContexts(in, Peek.u32le(in, 124), Peek.u16le(in, 70), false);
        } else if (capable && (dialect == DIALECT_3_0 || dialect == DIALECT_3_0_2)) {
            cipher = cipherName(1);
        }
    }

    private void readContexts(ByteCursor in, long offset, int count, boolean request) {
        long at = offset;
        for (int i = 0; i < Math.min(count, MAX_CONTEXTS) && at >= 0 && at < in.remaining(); i++) {
            int position = (int) at;
            int type = Peek.u16le(in, position);
            int length = Peek.u16le(in, position + 2);
            int data = position + CONTEXT_HEADER_LENGTH;
            if (length < 0 || in.remaining() < data + length) {
                return;
            }
            if (type == CONTEXT_ENCRYPTION && request) {
                offeredCiphers = ciphers(in, data, length);
            } else if (type == CONTEXT_ENCRYPTION) {
                List<String> chosen = ciphers(in, data, length);
                cipher = chosen.isEmpty() ? null : chosen.get(0);
            } else if (type == CONTEXT_SIGNING && !request) {
                signing = Peek.u16le(in, data + 2);
            }
            at = data + (length + 7L) / 8 * 8;
        }
    }

    private static List<String> ciphers(ByteCursor in, int data, int length) {
        List<String> names = new ArrayList<>();
        int count = Math.min(Math.min(Peek.u16le(in, data), MAX_CIPHERS), (length - 2) / 2);
        for (int i = 0; i < count; i++) {
            String name = cipherName(Peek.u16le(in, data + 2 + 2 * i));
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** [MS-SMB2] 2.2.3.1.2; null for others. */
    private static String cipherName(int id) {
        return switch (id) {
            case 1 -> "AES-128-CCM";
            case 2 -> "AES-128-GCM";
            case 3 -> "AES-256-CCM";
            case 4 -> "AES-256-GCM";
            default -> null;
        };
    }

    /** The chosen cipher; null when none was agreed upon or the agreement was not seen. */
    String cipher() {
        return cipher;
    }

    /** [MS-SMB2] 3.1.4.1: the algorithm follows from the dialect unless 3.1.1 agreed upon another. */
    private String signingName() {
        if (dialect == Peek.NONE) {
            return null;
        }
        return switch (signing) {
            case 0 -> "HMAC-SHA256";
            case 1 -> "AES-CMAC";
            case 2 -> "AES-GMAC";
            default -> dialect >= DIALECT_3_0 ? "AES-CMAC" : "HMAC-SHA256";
        };
    }

    /** Such as {@code 3.1.1}; null when the server's choice was not seen. */
    String version() {
        if (smb1) {
            return "1";
        }
        return switch (dialect) {
            case Peek.NONE -> null;
            case 0x0202 -> "2.0.2";
            case 0x0210 -> "2.1";
            case DIALECT_3_0 -> "3.0";
            case DIALECT_3_0_2 -> "3.0.2";
            case DIALECT_3_1_1 -> "3.1.1";
            default -> String.format("0x%04X", dialect);
        };
    }

    /** SecurityMode, [MS-SMB2] 2.2.3. */
    private static String signingMode(int mode) {
        return mode < 0 ? null : (mode & SIGNING_REQUIRED) != 0 ? "required" : (mode & 1) != 0 ? "enabled" : "disabled";
    }

    private Map<String, List<String>> offered() {
        Map<String, List<String>> offered = new TreeMap<>();
        if (!offeredCiphers.isEmpty()) {
            offered.put("client_encryption", offeredCiphers);
        }
        if (clientSigning != null) {
            offered.put("client_signing", List.of(clientSigning));
        }
        if (serverSigning != null) {
            offered.put("server_signing", List.of(serverSigning));
        }
        return offered.isEmpty() ? null : offered;
    }

    /** @param encrypted whether encrypted packets passed both ways and none with user data in clear */
    Observation.Crypto describe(SecurityToken token, boolean signed, boolean encrypted) {
        String integrity = encrypted ? "implicit" : signed ? signingName() : null;
        if (version() == null && token.text() == null && integrity == null && !encrypted) {
            return null;
        }
        return new Observation.Crypto(
                version(),
                null,
                token.text(),
                encrypted ? cipher : null,
                integrity,
                null,
                null,
                encrypted ? Boolean.TRUE : null,
                null,
                null,
                offered());
    }
}
