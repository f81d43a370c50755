package io.plainsight.sensor.flowlog.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Messages about a stored object as AWS's documentation has them. */
final class Notices {
    private Notices() {}

    /** "Event message structure", Amazon S3 User Guide. */
    static String ofS3(String bucket, String key, byte[] content) {
        return """
                {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-west-2",
                "eventTime":"2026-01-01T10:06:00.123Z","eventName":"ObjectCreated:Put",
                "s3":{"s3SchemaVersion":"1.0","configurationId":"flow-logs","bucket":{"name":"%s","arn":"arn:aws:s3:::%s"},
                "object":{"key":"%s","size":%d,"eTag":"%s","sequencer":"0055AED6DCD90281E5"}}}]}
                """.formatted(
                        bucket, bucket, URLEncoder.encode(key, StandardCharsets.UTF_8), content.length, etag(content));
    }

    /** "HTTP/HTTPS notification JSON format", Amazon SNS Developer Guide; the same goes to queues. */
    static String bySns(String notice) {
        return """
                {"Type":"Notification","MessageId":"22b80b92","TopicArn":"arn:aws:sns:us-west-2:123456789012:t",
                "Subject":"Amazon S3 Notification","Message":"%s","Timestamp":"2026-01-01T10:06:01.000Z"}
                """.formatted(notice.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    }

    /** "EventBridge event message structure", Amazon S3 User Guide. */
    static String ofEventBridge(String bucket, String key, byte[] content) {
        return """
                {"version":"0","id":"17793124","detail-type":"Object Created","source":"aws.s3","account":"123456789012",
                "time":"2026-01-01T10:06:00Z","region":"us-west-2","resources":["arn:aws:s3:::%s"],
                "detail":{"version":"0","bucket":{"name":"%s"},"object":{"key":"%s","size":%d,"etag":"%s",
                "sequencer":"617f08299329d189"},"request-id":"N4N7GDK58NMKJ12R","reason":"PutObject"}}
                """.formatted(bucket, bucket, key, content.length, etag(content));
    }

    private static String etag(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
