package io.plainsight.sensor.flowlog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNoticeTest {
    private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String KEY = "logs/year=2026/a b+ü.log.gz";

    @Test
    void shouldUnderstandWhatS3Sends() throws Exception {
        ObjectNotice notice =
                ObjectNotice.of(Notices.ofS3("bucket", KEY, CONTENT)).get(0);

        assertThat(notice.where().nameOf(notice.object().key())).isEqualTo("s3://bucket/" + KEY);
        assertThat(notice.object().bytes()).isEqualTo(5);
        assertThat(notice.object().etag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(notice.object().modified()).isEqualTo("2026-01-01T10:06:00.123Z");
    }

    @Test
    void shouldUnderstandTheSameInEitherEnvelope() throws Exception {
        String direct = Notices.ofS3("bucket", KEY, CONTENT);

        assertThat(ObjectNotice.of(Notices.bySns(direct))).isEqualTo(ObjectNotice.of(direct));
        assertThat(ObjectNotice.of(Notices.ofEventBridge("bucket", KEY, CONTENT)))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.object().key()).isEqualTo(KEY);
                    assertThat(notice.object().modified()).isEqualTo(Instant.parse("2026-01-01T10:06:00Z"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2026-01-01T10:00:00Z\",\"Bucket\":\"b\"}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectRemoved:Delete\"}]}",
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Deleted\",\"detail\":{}}"
            })
    void shouldHaveNothingToReadOfOtherEvents(String body) throws Exception {
        assertThat(ObjectNotice.of(body)).isEmpty();
    }

    @Test
    void shouldLeaveOtherServicesLogsAndFoldersAlone() throws Exception {
        assertThat(ObjectNotice.of(
                        Notices.ofS3("bucket", "AWSLogs/123456789012/CloudTrail/eu-west-1/a.json.gz", CONTENT)))
                .isEmpty();
        assertThat(ObjectNotice.of(Notices.ofS3("bucket", "AWSLogs/", CONTENT))).isEmpty();
        assertThat(ObjectNotice.of(Notices.ofS3("bucket", "empty.log", new byte[0])))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "null",
                "[]",
                "{\"Type\":\"Notification\",\"Message\":\"hello\"}",
                "{\"Records\":[{\"eventSource\":\"aws:ses\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b/../c\"},"
                        + "\"object\":{\"key\":\"k\",\"size\":5,\"eTag\":\"e\"}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"bucket\"},"
                        + "\"object\":{\"key\":\"%zz\",\"size\":5,\"eTag\":\"e\"}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"bucket\"},"
                        + "\"object\":{\"key\":\"k\",\"eTag\":\"e\"}}}]}"
            })
    void shouldSayThatItDoesNotUnderstand(String body) {
        assertThatThrownBy(() -> ObjectNotice.of(body)).isInstanceOf(ObjectNotice.UnknownFormException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://sqs.eu-west-1.amazonaws.com/123456789012/q, eu-west-1",
        "https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/q, us-gov-west-1",
        "https://vpce-0a1b.sqs.eu-central-1.vpce.amazonaws.com/123456789012/q, eu-central-1",
        "https://us-east-2.queue.amazonaws.com/123456789012/q, us-east-2",
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q, cn-north-1",
        "http://127.0.0.1:9324/000000000000/q,"
    })
    void shouldFindTheRegionInTheUrl(URI url, String region) throws Exception {
        S3Settings settings =
                new S3Settings(null, null, false, S3Settings.DEFAULT_INTERVAL, S3Settings.DEFAULT_LOOK_BACK);
        QueuePlan plan = new QueuePlan(url, settings);

        plan.check();
        assertThat(plan.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "https://sqs.eu-west-1.amazonaws.com/", "http://192.0.2.1/1/q", "ftp://127.0.0.1/1/q"})
    void shouldRefuseWhatIsNoUrlOfAQueue(URI url) {
        S3Settings settings =
                new S3Settings(null, null, false, S3Settings.DEFAULT_INTERVAL, S3Settings.DEFAULT_LOOK_BACK);

        assertThatThrownBy(() -> new QueuePlan(url, settings).check()).hasMessageContaining("--flow-log-queue: " + url);
    }
}
