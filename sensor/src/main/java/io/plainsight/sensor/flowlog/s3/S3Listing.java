package io.plainsight.sensor.flowlog.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Finds the flow logs below a location, folder by folder, without looking into folders whose time is over. */
final class S3Listing {
    private static final int PAGE_KEYS = 1000;
    /** Other services' logs, which lie beside flow logs where a bucket is shared. */
    private static final Pattern OTHER_SERVICE = Pattern.compile(
            "(?:^|/)AWSLogs/(?:o-[^/]+/)?(?:\\d{12}/(?!vpcflowlogs/)[^/]+/|aws-account-id=[^/]+/aws-service=(?!vpcflowlogs/))");

    private final ObjectStore store;
    private final S3Location where;
    private final Predicate<String> closed;

    /** Takes what is found. */
    @FunctionalInterface
    interface Visitor {
        /** @return whether to go on */
        boolean visit(StoredObject object);
    }

    /** @param closed tells of a folder whether all that it will ever hold has been delivered */
    S3Listing(ObjectStore store, S3Location where, Predicate<String> closed) {
        this.store = store;
        this.where = where;
        this.closed = closed;
    }

    /** Whether it lies among the logs of another service. */
    static boolean isOfOtherService(String key) {
        return OTHER_SERVICE.matcher(key).find();
    }

    /** Whether all that a folder will ever hold was there when the last look began. */
    static Predicate<String> closed(Instant lastLook, Duration lookBack) {
        return key -> {
            Instant end = KeyDates.endOf(key);
            return !end.equals(Instant.MAX) && end.plus(lookBack).isBefore(lastLook);
        };
    }

    /**
     * Goes through all objects, folders in the order of their names.
     *
     * @return false when the visitor did not want to go on
     */
    boolean walk(Visitor visitor) throws ObjectStoreException {
        Deque<String> folders = new ArrayDeque<>();
        folders.push(where.prefix());
        while (!folders.isEmpty()) {
            String folder = folders.pop();
            List<String> below = new ArrayList<>();
            if (!list(folder, below, visitor)) {
                return false;
            }
            for (int i = below.size() - 1; i >= 0; i--) {
                folders.push(below.get(i));
            }
        }
        return true;
    }

    private boolean list(String folder, List<String> below, Visitor visitor) throws ObjectStoreException {
        String continuation = null;
        do {
            ListObjectsV2Response page = store.list(where, folder, continuation, PAGE_KEYS);
            page.commonPrefixes().stream()
                    .map(prefix -> prefix.prefix())
                    .filter(prefix -> !isOfOtherService(prefix) && !closed.test(prefix))
                    .forEach(below::add);
            for (var object : page.contents()) {
                boolean marksFolder = object.key().endsWith("/") || object.size() == 0;
                if (!marksFolder
                        && !visitor.visit(
                                new StoredObject(object.key(), object.eTag(), object.size(), object.lastModified()))) {
                    return false;
                }
            }
            continuation = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (continuation != null);
        return true;
    }
}
