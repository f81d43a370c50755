package io.plainsight.sensor.x509;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateChainTest {
    private final SensorCounters counters = new SensorCounters();
    private Instant at = begin("chain-server").plusSeconds(60);

    @Test
    void shouldTellOrderAndCompletenessWithoutRoots() {
        CertificateChain whole = untold("chain-server", "chain-intermediate", "chain-root");
        CertificateChain rootless = untold("chain-server", "chain-intermediate");
        CertificateChain mixed = untold("chain-server", "chain-root", "chain-intermediate");

        assertThat(whole.ordered()).isTrue();
        assertThat(whole.complete()).isTrue();
        assertThat(whole.trusted()).isNull();
        assertThat(whole.findings()).isEmpty();
        assertThat(rootless.ordered()).isTrue();
        assertThat(rootless.complete()).isNull(); // servers rightly leave the root out
        assertThat(mixed.ordered()).isFalse();
        assertThat(mixed.complete()).isTrue();
        assertThat(mixed.findings()).containsExactly(ChainFinding.OUT_OF_ORDER);
    }

    @Test
    void shouldTrustWhatLeadsUpToAGivenRoot() {
        CertificateCache cache = trusting("chain-root");

        CertificateChain chain = chain(cache, "chain-server", "chain-intermediate");

        assertThat(chain.trusted()).isTrue();
        assertThat(chain.complete()).isTrue();
        assertThat(chain.findings()).isEmpty();
        assertThat(chain(cache, "chain-server", "chain-root", "chain-intermediate")
                        .trusted())
                .isTrue();
    }

    @Test
    void shouldNotTrustAnotherRootsChainNorAnImpostors() {
        assertThat(chain(trusting("chain-other"), "chain-server", "chain-intermediate"))
                .satisfies(chain -> {
                    assertThat(chain.trusted()).isFalse();
                    assertThat(chain.complete()).isFalse();
                    assertThat(chain.findings()).containsExactly(ChainFinding.NO_ROOT);
                });
        assertThat(chain(trusting("chain-impostor"), "chain-server", "chain-intermediate"))
                .satisfies(chain -> {
                    assertThat(chain.trusted()).isFalse();
                    assertThat(chain.findings()).containsExactly(ChainFinding.BAD_SIGNATURE);
                });
    }

    @Test
    void shouldCompleteAChainByAnIntermediateLearntFromATrustedOne() {
        CertificateCache cache = trusting("chain-root");

        assertThat(chain(cache, "chain-sibling").findings()).containsExactly(ChainFinding.NO_ROOT);
        chain(cache, "chain-server", "chain-intermediate");
        CertificateChain lonely = chain(cache, "chain-sibling");

        assertThat(lonely.trusted()).isTrue();
        assertThat(lonely.complete()).isFalse();
        assertThat(lonely.findings()).containsExactly(ChainFinding.INTERMEDIATE_MISSING);
    }

    @Test
    void shouldNotLearnFromAChainThatIsNotTrusted() {
        CertificateCache cache = trusting("chain-other");

        chain(cache, "chain-server", "chain-intermediate");

        assertThat(chain(cache, "chain-sibling").trusted()).isFalse();
    }

    @Test
    void shouldNotFillInAnIntermediateThatWasNotValidThen() {
        CertificateCache cache = trusting("chain-root");
        chain(cache, "chain-server", "chain-intermediate");

        at = begin("chain-server").minus(Duration.ofDays(400));

        assertThat(chain(cache, "chain-sibling").findings()).containsExactly(ChainFinding.NO_ROOT);
    }

    @Test
    void shouldJudgeAtPacketTime() {
        CertificateCache cache = trusting("chain-root");
        Instant during = begin("chain-brief").plusSeconds(60);

        at = during;
        assertThat(chain(cache, "chain-under-brief", "chain-brief").trusted()).isTrue();
        at = during.plus(Duration.ofDays(2));
        assertThat(chain(cache, "chain-under-brief", "chain-brief").findings()).containsExactly(ChainFinding.EXPIRED);
        at = during.minus(Duration.ofDays(400));
        assertThat(chain(cache, "chain-under-brief", "chain-brief").findings())
                .containsExactly(ChainFinding.NOT_YET_VALID);
        at = during;
        assertThat(chain(cache, "chain-under-brief", "chain-brief").trusted()).isTrue();
    }

    @Test
    void shouldRefuseIssuersThatMayNotIssueAndNamesOutsideTheirConstraint() {
        CertificateCache cache = trusting("chain-root");

        assertThat(chain(cache, "chain-under-server", "chain-server", "chain-intermediate")
                        .findings())
                .containsExactly(ChainFinding.NOT_AN_AUTHORITY);
        assertThat(chain(cache, "chain-outside", "chain-constrained").findings())
                .containsExactly(ChainFinding.CONSTRAINED);
    }

    @Test
    void shouldTrustACertificateThatItselfWasGiven() {
        CertificateChain chain = chain(trusting("chain-other"), "chain-other");

        assertThat(chain.trusted()).isTrue();
        assertThat(chain.complete()).isTrue();
    }

    @Test
    void shouldClaimNothingWhereTheJdkCannotCheck() {
        // no JDK since 16 computes on brainpool curves
        CertificateChain chain = chain(trusting("key-brainpool"), "chain-under-brainpool");

        assertThat(chain.trusted()).isNull();
        assertThat(chain.findings()).containsExactly(ChainFinding.UNSUPPORTED);
    }

    @Test
    void shouldReadAndValidateEachChainOnce() {
        CertificateCache cache = trusting("chain-root");

        CertificateChain first = chain(cache, "chain-server", "chain-intermediate");
        for (int i = 0; i < 10; i++) {
            assertThat(chain(cache, "chain-server", "chain-intermediate")).isSameAs(first);
        }

        assertThat(counters.get(SensorCounter.CERTIFICATES_READ)).isEqualTo(2);
        assertThat(counters.get(SensorCounter.CERTIFICATES_KNOWN)).isEqualTo(20);
        assertThat(counters.get(SensorCounter.CERTIFICATE_CHAINS_VALIDATED)).isEqualTo(1);
    }

    @Test
    void shouldKeepNoMoreChainsThanItsCapacity() {
        CertificateCache cache = new CertificateCache(2);

        for (String name : List.of("chain-server", "chain-sibling", "chain-brief", "chain-root", "chain-other")) {
            chain(cache, name);
        }

        assertThat(cache.chains()).isEqualTo(2);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void shouldReadNoMoreThanItsCapsAndSayHowManyThereWere() {
        ChainReader reader = new CertificateCache().newChain();
        for (int i = 0; i < 40; i++) {
            reader.add(der("chain-server"));
        }
        ChainReader large = new CertificateCache().newChain();
        large.add(der("chain-server"));
        large.add(new ByteCursor().wrap(new byte[ChainReader.MAX_BYTES]));

        CertificateChain chain = reader.finish(nanos());
        CertificateChain cut = large.finish(nanos());

        assertThat(chain.length()).isEqualTo(40);
        assertThat(chain.certificates()).hasSize(ChainReader.MAX_CERTIFICATES);
        assertThat(chain.findings()).contains(ChainFinding.TRUNCATED, ChainFinding.OUT_OF_ORDER);
        assertThat(cut.certificates()).hasSize(1);
        assertThat(cut.length()).isEqualTo(2);
        assertThat(cut.ordered()).isNull();
        assertThat(cut.findings()).containsExactly(ChainFinding.TRUNCATED);
    }

    @Test
    void shouldFindAnUnreadableCertificateAmidAChain() {
        ChainReader reader = trusting("chain-root").newChain();
        reader.add(der("chain-server"));
        reader.add(new ByteCursor().wrap(new byte[] {0x30, 0x03, 1, 2, 3}));
        reader.add(der("chain-intermediate"));

        CertificateChain chain = reader.finish(nanos());

        assertThat(chain.findings()).containsExactly(ChainFinding.UNREADABLE);
        assertThat(chain.ordered()).isNull();
        assertThat(chain.trusted()).isTrue();
    }

    @Test
    void shouldEndQuicklyAmongManyCertificatesOfOneName() {
        CertificateCache cache = trusting("chain-other");
        List<String> names = new ArrayList<>(List.of("chain-server"));
        for (int i = 0; i < 15; i++) {
            names.add(i % 2 == 0 ? "chain-impostor" : "chain-root");
        }

        assertThat(chain(cache, names.toArray(String[]::new)).trusted()).isFalse();
    }

    private CertificateChain untold(String... names) {
        return chain(new CertificateCache(), names);
    }

    private CertificateChain chain(CertificateCache cache, String... names) {
        ChainReader reader = cache.newChain();
        for (String name : names) {
            reader.add(der(name));
        }
        return reader.finish(nanos());
    }

    private CertificateCache trusting(String root) {
        return new CertificateCache(100, new TrustRoots(List.of(x509(root))), counters);
    }

    private long nanos() {
        return at.getEpochSecond() * 1_000_000_000L;
    }

    private static ByteCursor der(String name) {
        return new ByteCursor().wrap(TestCertificates.made(name));
    }

    private static Instant begin(String name) {
        return x509(name).getNotBefore().toInstant();
    }

    private static X509Certificate x509(String name) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(TestCertificates.made(name)));
        } catch (java.security.cert.CertificateException e) {
            throw new AssertionError(name, e);
        }
    }
}
