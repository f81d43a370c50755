package io.plainsight.stream.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Json;
import io.plainsight.events.Posture;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.stream.Observations;
import io.plainsight.stream.profile.Profiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums add up to the same in any order and grouping, and what is read off them keeps its promises. */
class TallyTest {
    private static final Scope TOTAL = new Scope("total", null, null);
    private static final int ROUNDS = 200;

    private final Random random = new Random(5);

    @Test
    void shouldAddUpToTheSameInAnyOrderAndGrouping() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Tally> parts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                parts.add(randomTally());
            }
            Posture oneByOne = figures(sum(parts));
            Collections.shuffle(parts, random);
            Tally left = sum(parts.subList(0, 2));
            Tally right = sum(parts.subList(2, 6));

            assertThat(figures(left.add(right))).isEqualTo(oneByOne);
        }
    }

    @Test
    void shouldKeepEveryShareWithinItsBoundsAndEveryNumeratorWithinItsDenominator() {
        for (int round = 0; round < ROUNDS; round++) {
            Posture figures = figures(randomTally());

            assertThat(figures.shares()).isNotEmpty().allSatisfy((name, share) -> {
                assertThat(share.numerator()).isBetween(0L, share.denominator());
                assertThat(share.unknown()).isNotNegative();
                if (share.share() != null) {
                    assertThat(share.share()).isBetween(share.lower(), share.upper());
                }
                if (share.sampleLower() != null) {
                    assertThat(share.share()).isBetween(share.sampleLower(), share.sampleUpper());
                }
                if (share.lower() != null) {
                    assertThat(share.lower()).isBetween(0.0, share.upper());
                    assertThat(share.upper()).isLessThanOrEqualTo(1.0);
                }
            });
        }
    }

    @Test
    void shouldReadTheSumsBackFromTheFiguresInJson() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Posture figures = figures(randomTally());
            Posture read = Json.mapper().readValue(Json.mapper().writeValueAsString(figures), Posture.class);

            assertThat(figures(Figures.sums(read))).isEqualTo(figures);
        }
    }

    @Test
    void shouldSurviveTheStore() {
        Gathered gathered = new Gathered(new Scope("2026-11-20T10", "internal", "10.0.1.9:443"), randomTally());

        shouldBeEqual(read(GatheredSerde.serde().serializer().serialize("store", gathered)), gathered);
    }

    @Test
    void shouldBeReadFromTheJsonThatStoresHeldBefore() throws Exception {
        Gathered gathered = new Gathered(new Scope("2026-11-20T10", "internal", null), randomTally());
        byte[] json = Json.mapper()
                .writeValueAsBytes(Map.of(
                        "scope", gathered.scope(), "tally", gathered.tally().parts()));

        shouldBeEqual(read(json), gathered);
    }

    private static Gathered read(byte[] bytes) {
        return GatheredSerde.serde().deserializer().deserialize("store", bytes);
    }

    private static void shouldBeEqual(Gathered read, Gathered written) {
        assertThat(read.scope()).isEqualTo(written.scope());
        assertThat(figures(read.tally())).isEqualTo(figures(written.tally()));
    }

    private static Posture figures(Tally tally) {
        return Figures.of(tally, TOTAL);
    }

    private static Tally sum(List<Tally> parts) {
        Tally sum = new Tally();
        parts.forEach(sum::add);
        return sum;
    }

    private Tally randomTally() {
        Tally tally = new Tally();
        int connections = 1 + random.nextInt(30);
        for (int i = 0; i < connections; i++) {
            ConnectionCount.add(
                    tally,
                    randomConnection().action(Actions.FLOW_ENDED).build(),
                    new ConnectionCount.Expected(Profiles.defaults(), false),
                    random.nextBoolean() ? ServiceMemory.NONE : ServiceMemory.NONE.withPostQuantum(),
                    "2026-11-20T10");
            tally.span(Observations.NOW.minusSeconds(random.nextInt(100)), Observations.NOW);
            tally.named("host" + random.nextInt(9));
            tally.sample(Names.TIME_TO_REMEDIATE, random.nextInt(1_000_000));
        }
        return tally;
    }

    private Observations randomConnection() {
        Observations connection =
                switch (random.nextInt(6)) {
                    case 0 -> Observations.plaintext("http");
                    case 1 -> Observations.failedHandshake().reason(Reasons.TLS_HANDSHAKE_FAILED, "failed");
                    case 2 -> Observations.tls().tls12().mutual("presented").certificate("CN=a", "a");
                    case 3 ->
                        Observations.tls()
                                .version("1.0")
                                .cipher("TLS_RSA_WITH_NULL_SHA")
                                .protection(Protection.WEAK);
                    case 4 -> Observations.tls().undecided().protection(Protection.UNKNOWN);
                    default -> Observations.tls().mutual(random.nextBoolean() ? "declined" : "requested");
                };
        return (random.nextInt(3) == 0 ? connection.lossy(random.nextDouble()) : connection)
                .after(Duration.ofMinutes(random.nextInt(50)));
    }
}
