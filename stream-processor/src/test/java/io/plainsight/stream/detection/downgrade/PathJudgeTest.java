package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.detection.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/** How a box is told from a public authority, when clients of several makes ask. */
class PathJudgeTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void shouldRecogniseABoxThatAnswersEachMakeOfClientsInItsOwnWay() {
        assertThat(judged(16, 4, (name, make) -> 100 + make)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("tls-inspection");
            assertThat(finding.values()).containsEntry("server_fingerprints", 4);
        });
    }

    /** Each client sees servers of three makes. */
    @Test
    void shouldNotTakeAnAuthorityOfServersOfManyMakesForABox() {
        assertThat(judged(60, 4, (name, make) -> 100 * (1 + name / 4 % 3) + make))
                .isEmpty();
    }

    /** Seen in the simulation: few makes of servers, so that a client sees two of them. */
    @Test
    void shouldNotTakeTwoMakesOfServersForABox() {
        assertThat(judged(40, 2, (name, make) -> 100 * (1 + name / 2 % 2) + make))
                .isEmpty();
    }

    /** One name for each client says nothing of how alike the answers are. */
    @Test
    void shouldNotRecogniseABoxByClientsThatSawOneNameEach() {
        assertThat(judged(16, 16, (name, make) -> 100 + make)).isEmpty();
    }

    @Test
    void shouldCompareNoMoreMakesThanItHasRoomFor() {
        PathMemory memory = PathMemory.NONE;
        for (int name = 0; name < 200; name++) {
            memory = memory.withIssuer(trace(name, name, name));
        }

        assertThat(memory.issuer("CN=Box").makes()).hasSize(PathMemory.MAX_MAKES);
    }

    /** @param answer of the server with a name to clients of a make */
    private static List<Finding> judged(int names, int makes, LongBinaryOperator answer) {
        PathMemory memory = PathMemory.NONE;
        List<Finding> findings = new ArrayList<>();
        for (int name = 0; name < names; name++) {
            int make = name % makes;
            PathJudge.Outcome outcome =
                    new PathJudge().judge("internal", trace(name, make, answer.applyAsLong(name, make)), memory);
            memory = outcome.memory();
            findings.addAll(outcome.findings());
        }
        return findings;
    }

    private static Trace trace(int name, long make, long answer) {
        return new Trace(
                START.plusSeconds(name), null, 1, name, make, "CN=Box", 1000 + name, 2000 + name % 6, answer, null);
    }
}
