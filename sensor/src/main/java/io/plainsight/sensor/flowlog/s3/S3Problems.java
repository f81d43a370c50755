package io.plainsight.sensor.flowlog.s3;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in the user's words what went wrong with S3 and SQS ("Error responses", Amazon S3 API Reference). */
final class S3Problems {
    private S3Problems() {}

    /** @param name bucket or object, as {@code s3://…} */
    static ObjectStoreException of(String name, SdkException e) {
        return e instanceof AwsServiceException service ? ofService(name, service) : ofClient(name, "--s3-endpoint", e);
    }

    /** @param url of a queue of SQS ("Common errors", Amazon SQS API Reference) */
    static ObjectStoreException ofQueue(String url, SdkException e) {
        if (!(e instanceof AwsServiceException service)) {
            return ofClient(url, "the queue's URL", e);
        }
        String code = code(service);
        if (code.contains("QueueDoesNotExist") || code.contains("NonExistentQueue")) {
            return permanent(url, "there is no such queue; check the URL, its region and account", e);
        }
        return switch (service.statusCode()) {
            case 401, 403 ->
                permanent(
                        url,
                        "access is denied (" + code + "); the reader needs sqs:ReceiveMessage, sqs:DeleteMessage,"
                                + " sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the queue, and kms:Decrypt where"
                                + " it is encrypted with a key of yours",
                        e);
            default -> unexpected(url, "SQS", code, service);
        };
    }

    private static ObjectStoreException ofClient(String name, String endpoint, SdkException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unable to load credentials")
                || message.contains("credentials from any of the providers")) {
            return new ObjectStoreException(
                    name
                            + ": no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE,"
                            + " or give the host, container or service account a role that may read the bucket",
                    true,
                    e);
        }
        if (message.contains("Unable to load region") || message.contains("region must not be")) {
            return new ObjectStoreException(
                    name + ": no AWS region is known; give --s3-region or set AWS_REGION", true, e);
        }
        return new ObjectStoreException(
                name + ": cannot be reached (" + message + "); check the network, proxies and " + endpoint,
                !(e instanceof SdkClientException),
                e);
    }

    private static ObjectStoreException ofService(String name, AwsServiceException e) {
        String code = code(e);
        return switch (code) {
            case "NoSuchBucket" -> permanent(name, "there is no such bucket; check the name and --s3-endpoint", e);
            case "NoSuchKey" -> permanent(name, "the object is gone; it was deleted after it had been listed", e);
            case "PreconditionFailed" ->
                permanent(name, "the object was replaced while it was read; it is read anew", e);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
                permanent(name, "the AWS credentials are not valid (" + code + "); renew them", e);
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException" ->
                permanent(name, "the bucket is in another region (" + code + "); give --s3-region", e);
            default -> ofStatus(name, code, e);
        };
    }

    private static ObjectStoreException ofStatus(String name, String code, AwsServiceException e) {
        return switch (e.statusCode()) {
            case 401, 403 ->
                permanent(
                        name,
                        "access is denied (" + code
                                + "); the reader needs s3:ListBucket on the bucket, s3:GetObject on its"
                                + " objects, and kms:Decrypt where they are encrypted with a key of yours",
                        e);
            case 404 -> permanent(name, "not found (" + code + "); check the name and --s3-endpoint", e);
            case 301, 307 -> permanent(name, "the bucket is in another region; give --s3-region", e);
            default -> unexpected(name, "S3", code, e);
        };
    }

    private static ObjectStoreException unexpected(String name, String who, String code, AwsServiceException e) {
        return new ObjectStoreException(
                name + ": " + who + " answered " + e.statusCode() + " (" + code + ")",
                e.statusCode() < 500 && !e.isThrottlingException(),
                e);
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? String.valueOf(e.statusCode())
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    private static ObjectStoreException permanent(String name, String what, SdkException e) {
        return new ObjectStoreException(name + ": " + what, true, e);
    }
}
