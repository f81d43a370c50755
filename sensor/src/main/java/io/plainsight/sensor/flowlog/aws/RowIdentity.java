package io.plainsight.sensor.flowlog.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The {@code event.id} of a record. AWS may deliver a record twice, in two objects, so the id is made of what the record is
 * about and not of where it stood: owner, interface, 5-tuple (also behind a translation, where one recorded address stands
 * for many), window, decision and direction.
 */
final class RowIdentity {
    private static final String[] FIELDS = {
        "account-id",
        "interface-id",
        "resource-id",
        "tgw-attachment-id",
        "srcaddr",
        "dstaddr",
        "srcport",
        "dstport",
        "protocol",
        "pkt-srcaddr",
        "pkt-dstaddr",
        "start",
        "end",
        "action",
        "log-status",
        "flow-direction",
    };
    private static final int ID_BYTES = 16;

    private RowIdentity() {}

    /**
     * @param row before anything is taken out of it
     * @param place file and line, for records whose format has no time: two of them cannot be told from one that came twice
     */
    static String of(Row row, String place) {
        StringBuilder identity = new StringBuilder(256);
        for (String field : FIELDS) {
            String value = row.peek(field);
            identity.append(value == null ? FlowLogFormat.ABSENT : value).append('\u001f');
        }
        if (row.peek("start") == null && row.peek("end") == null) {
            identity.append(place);
        }
        byte[] hash = sha256().digest(identity.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
