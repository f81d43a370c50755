package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.io.InputStream;
import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * The S3 API as far as it is needed: listing and reading. Credentials come by the SDK's default chain.
 *
 * <p><b>Threading:</b> any. <b>Errors:</b> short outages are bridged by the SDK's retries with backoff; what remains is an
 * {@link ObjectStoreException}.
 */
final class ObjectStore implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    /** Signatures need one where stores have none. */
    static final Region ANY_REGION = Region.US_EAST_1;

    private final S3Client client;
    private final RequestPayer payer;

    private ObjectStore(S3Client client, boolean requesterPays) {
        this.client = client;
        payer = requesterPays ? RequestPayer.REQUESTER : null;
    }

    /** @throws FlowLogException when no region is known */
    static ObjectStore open(S3Settings settings) throws FlowLogException {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(READ_TIMEOUT))
                // other stores do not know AWS's newer checksums; TLS and gzip hold the content together
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint()).forcePathStyle(true).region(ANY_REGION);
        } else {
            builder.crossRegionAccessEnabled(true);
        }
        if (settings.region() != null) {
            builder.region(Region.of(settings.region()));
        }
        try {
            return new ObjectStore(builder.build(), settings.requesterPays());
        } catch (SdkException e) {
            throw new FlowLogException(S3Problems.of("--flow-logs", e).getMessage(), e);
        }
    }

    /**
     * One page of what lies directly below a prefix.
     *
     * @param continuation of the page before, or null
     * @param limit of keys
     */
    ListObjectsV2Response list(S3Location where, String prefix, String continuation, int limit)
            throws ObjectStoreException {
        try {
            return client.listObjectsV2(ListObjectsV2Request.builder()
                    .bucket(where.bucket())
                    .prefix(prefix)
                    .delimiter("/")
                    .continuationToken(continuation)
                    .maxKeys(limit)
                    .requestPayer(payer)
                    .build());
        } catch (SdkException e) {
            throw S3Problems.of(where.nameOf(prefix), e);
        }
    }

    /**
     * Opens an object, unless its content was replaced.
     *
     * @param from first byte wanted
     */
    InputStream open(S3Location where, StoredObject object, long from) throws ObjectStoreException {
        try {
            return client.getObject(GetObjectRequest.builder()
                    .bucket(where.bucket())
                    .key(object.key())
                    .ifMatch(object.etag())
                    .range(from == 0 ? null : "bytes=" + from + "-")
                    .requestPayer(payer)
                    .build());
        } catch (SdkException e) {
            throw S3Problems.of(where.nameOf(object.key()), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
