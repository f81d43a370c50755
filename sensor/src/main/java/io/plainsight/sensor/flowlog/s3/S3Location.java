package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.util.regex.Pattern;

/**
 * Where in S3 to look.
 *
 * @param bucket its name
 * @param prefix what the keys begin with; may be empty
 */
public record S3Location(String bucket, String prefix) {
    private static final String SCHEME = "s3://";
    /** "General purpose bucket naming rules", Amazon S3 User Guide; other stores also take capitals and underscores. */
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");

    /** Whether the text means S3 and no file. */
    public static boolean isOne(String text) {
        return text.startsWith(SCHEME);
    }

    /**
     * Reads {@code s3://bucket/prefix}.
     *
     * @throws FlowLogException when it names no bucket
     */
    public static S3Location parse(String text) throws FlowLogException {
        String rest = text.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (!BUCKET.matcher(bucket).matches()) {
            throw new FlowLogException(text + ": '" + bucket
                    + "' is no bucket's name; write s3://BUCKET/PREFIX, such as s3://flow-logs/AWSLogs");
        }
        return new S3Location(bucket, slash < 0 ? "" : rest.substring(slash + 1));
    }

    /** An object of this bucket, as messages and observations name it. */
    public String nameOf(String key) {
        return SCHEME + bucket + "/" + key;
    }

    @Override
    public String toString() {
        return nameOf(prefix);
    }
}
