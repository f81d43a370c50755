package io.plainsight.sensor.flowlog.aws;

import java.util.HashMap;
import java.util.Map;

/**
 * The fields that an observation has a place for, or that a record's identity needs ("Flow log records", Amazon VPC User
 * Guide). All others are carried along under their own names.
 */
enum AwsField {
    ACCOUNT_ID("account-id", true),
    INTERFACE_ID("interface-id", false),
    RESOURCE_ID("resource-id", false),
    TGW_ATTACHMENT_ID("tgw-attachment-id", false),
    SRCADDR("srcaddr", true),
    DSTADDR("dstaddr", true),
    SRCPORT("srcport", true),
    DSTPORT("dstport", true),
    PROTOCOL("protocol", true),
    PKT_SRCADDR("pkt-srcaddr", true),
    PKT_DSTADDR("pkt-dstaddr", true),
    START("start", true),
    END("end", true),
    ACTION("action", true),
    LOG_STATUS("log-status", true),
    FLOW_DIRECTION("flow-direction", false),
    PACKETS("packets", true),
    BYTES("bytes", true),
    TYPE("type", true),
    REGION("region", true),
    AZ_ID("az-id", true),
    INSTANCE_ID("instance-id", true),
    TCP_FLAGS("tcp-flags", true),
    ENCRYPTION_STATUS("encryption-status", true),
    REJECT_REASON("reject-reason", true);

    private static final Map<String, AwsField> BY_NAME = byName();

    final String text;
    /** Whether it has a place of its own in an observation. */
    final boolean placed;

    AwsField(String text, boolean placed) {
        this.text = text;
        this.placed = placed;
    }

    /** Null for all others. */
    static AwsField named(String name) {
        return BY_NAME.get(name);
    }

    private static Map<String, AwsField> byName() {
        Map<String, AwsField> fields = new HashMap<>();
        for (AwsField field : values()) {
            fields.put(field.text, field);
        }
        return Map.copyOf(fields);
    }
}
