package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which queue tells of objects, and how to reach them.
 *
 * @param queue URL as SQS gives it; its host is the endpoint
 * @param objects the store that the objects lie in
 */
public record QueuePlan(URI queue, S3Settings objects) {
    /** {@code sqs.REGION.…} also behind a VPC endpoint's name, {@code REGION.queue.…} of old ("SQS endpoints", AWS General Reference). */
    private static final Pattern REGION =
            Pattern.compile("(?:^|\\.)sqs(?:-fips)?\\.([a-z0-9-]+)\\.|^([a-z0-9-]+)\\.queue\\.amazonaws");

    /**
     * Checks what no request can.
     *
     * @throws FlowLogException when an address is none, or would be talked to in clear
     */
    public void check() throws FlowLogException {
        S3Settings.checkAddress("--flow-log-queue", queue);
        if (queue.getPath().length() < 2) {
            throw new FlowLogException("--flow-log-queue: " + queue
                    + " names no queue; give the URL that SQS shows, such as"
                    + " https://sqs.eu-west-1.amazonaws.com/123456789012/flow-logs");
        }
        objects.check();
    }

    URI endpoint() {
        return URI.create(queue.getScheme() + "://" + queue.getAuthority());
    }

    /** The region that was given, else the one in the URL; null where neither tells. */
    String region() {
        Matcher host = REGION.matcher(queue.getHost());
        return objects.region() != null || !host.find()
                ? objects.region()
                : host.group(1) != null ? host.group(1) : host.group(2);
    }
}
