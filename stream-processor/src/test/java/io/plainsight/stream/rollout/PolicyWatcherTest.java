package io.plainsight.stream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.policy.Policy;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each look is the test's own, so nothing here depends on time. */
class PolicyWatcherTest {
    private static final String FIRST = "name: site\nversion: one\n";
    private static final String SECOND = "name: site\nversion: two\n";
    private static final String BROKEN = "name: site\nversion: three\nzoned: []\n";

    @TempDir
    Path directory;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final List<String> published = new ArrayList<>();
    private boolean kafkaIsAway;
    private Path file;
    private PolicyWatcher watcher;

    @BeforeEach
    void watch() throws Exception {
        file = directory.resolve("policy.yaml");
        Files.writeString(file, FIRST);
        watcher = new PolicyWatcher(
                file,
                PolicyDocument.read(file),
                this::publish,
                new PolicyMetrics(registry, Policy.defaults()),
                Duration.ofDays(1));
    }

    @Test
    void shouldPublishNothingWhileTheFileIsAsItWas() throws Exception {
        look(3);
        Files.writeString(file, FIRST);
        look(3);

        assertThat(published).isEmpty();
    }

    @Test
    void shouldPublishAChangeOnce() throws Exception {
        Files.writeString(file, SECOND);
        look(5);

        assertThat(published).containsExactly("two");
    }

    @Test
    void shouldPublishAFileThatWasRenamedIntoPlace() throws Exception {
        Path next = directory.resolve("policy.yaml.new");
        Files.writeString(next, SECOND);
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        look(2);

        assertThat(published).containsExactly("two");
    }

    @Test
    void shouldWaitUntilAFileIsWrittenToItsEnd() throws Exception {
        Files.writeString(file, "");
        look(1);
        Files.writeString(file, "name: site\n");
        look(1);
        Files.writeString(file, SECOND);
        look(1);

        assertThat(published).isEmpty();
        look(1);
        assertThat(published).containsExactly("two");
        assertThat(refused()).isZero();
    }

    @Test
    void shouldRefuseABrokenFileOnceAndTakeTheNextGoodOne() throws Exception {
        Files.writeString(file, BROKEN);
        look(4);

        assertThat(published).isEmpty();
        assertThat(refused()).isEqualTo(1);
        Files.writeString(file, SECOND);
        look(2);
        assertThat(published).containsExactly("two");
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void shouldKeepThePolicyOfAFileThatIsGone() throws Exception {
        Files.delete(file);
        look(4);

        assertThat(published).isEmpty();
        assertThat(refused()).isEqualTo(1);
        Files.writeString(file, SECOND);
        look(2);
        assertThat(published).containsExactly("two");
    }

    @Test
    void shouldTryAgainWhileKafkaIsAway() throws Exception {
        kafkaIsAway = true;
        Files.writeString(file, SECOND);
        look(3);
        kafkaIsAway = false;
        look(3);

        assertThat(published).containsExactly("two");
        assertThat(registry.getSampleValue("plainsight_policy_topic_failures_total"))
                .isEqualTo(2);
        assertThat(refused()).isZero();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watcher.look();
        }
    }

    private void publish(PolicyDocument document) throws RolloutException {
        if (kafkaIsAway) {
            throw new RolloutException("away", null);
        }
        published.add(document.policy().version());
    }

    private double refused() {
        return registry.getSampleValue(
                "plainsight_policy_refused_total", new String[] {"source"}, new String[] {"file"});
    }
}
