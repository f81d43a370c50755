package io.plainsight.sensor.flowlog.aws;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes the {@code event.id} of a record. AWS may deliver a record twice, in two objects, so the id is made of what the
 * record is about and not of where it stood: owner, interface, 5-tuple (also behind a translation, where one recorded address
 * stands for many), window, decision and direction.
 *
 * <p><b>Threading:</b> one thread.
 */
final class RowIdentity {
    private static final AwsField[] FIELDS = {
        AwsField.ACCOUNT_ID,
        AwsField.INTERFACE_ID,
        AwsField.RESOURCE_ID,
        AwsField.TGW_ATTACHMENT_ID,
        AwsField.SRCADDR,
        AwsField.DSTADDR,
        AwsField.SRCPORT,
        AwsField.DSTPORT,
        AwsField.PROTOCOL,
        AwsField.PKT_SRCADDR,
        AwsField.PKT_DSTADDR,
        AwsField.START,
        AwsField.END,
        AwsField.ACTION,
        AwsField.LOG_STATUS,
        AwsField.FLOW_DIRECTION,
    };
    private static final int ID_BYTES = 16;
    private static final int SHA256_BYTES = 32;
    private static final byte UNIT_SEPARATOR = 0x1f;

    private final MessageDigest sha256 = sha256();
    private final byte[] digest = new byte[SHA256_BYTES];
    private byte[] identity = new byte[512];
    private int length;

    /**
     * @param path and {@code line}: for records whose format has no time; two of them cannot be told from one that came twice
     */
    String of(Row row, String path, long line) {
        length = 0;
        for (AwsField field : FIELDS) {
            int column = row.columns().of(field);
            if (row.has(column)) {
                append(row.line(), row.start(column), row.end(column));
            } else {
                append((byte) '-');
            }
            append(UNIT_SEPARATOR);
        }
        if (!row.has(AwsField.START) && !row.has(AwsField.END)) {
            byte[] place = (path + ':' + line).getBytes(StandardCharsets.UTF_8);
            append(place, 0, place.length);
        }
        sha256.update(identity, 0, length);
        try {
            sha256.digest(digest, 0, SHA256_BYTES); // and ready for the next
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has " + SHA256_BYTES + " bytes", e);
        }
        return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private void append(byte value) {
        ensure(1);
        identity[length++] = value;
    }

    private void append(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, identity, length, to - from);
        length += to - from;
    }

    private void ensure(int more) {
        if (length + more > identity.length) {
            identity = Arrays.copyOf(identity, Math.max(2 * identity.length, length + more));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
