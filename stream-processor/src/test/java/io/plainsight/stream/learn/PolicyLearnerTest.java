package io.plainsight.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import io.plainsight.stream.backtest.Backtest;
import io.plainsight.stream.backtest.BacktestReport;
import io.plainsight.stream.backtest.ListSource;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.backtest.TimeRange;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyLearnerTest {
    private static final String OUTSIDE = "198.51.100.7";

    @Test
    void shouldAllowWhatWasSeenAndNothingBeside() throws Exception {
        Policy draft = parse(draft(
                Policy.defaults(),
                Observations.tls().to(OUTSIDE, 443).serverName("www.example.org"),
                Observations.tls().to("203.0.113.5", 8443),
                Observations.tls().to("10.0.1.9", 443)));

        assertThat(unexpected(draft, Observations.tls().to(OUTSIDE, 443).serverName("www.example.org")))
                .isEmpty();
        assertThat(unexpected(draft, Observations.tls().to("203.0.113.5", 8443)))
                .isEmpty();
        assertThat(unexpected(draft, Observations.tls().to("203.0.113.6", 8443)))
                .hasSize(1);
        assertThat(unexpected(draft, Observations.tls().to("203.0.113.5", 8444)))
                .hasSize(1);
        assertThat(unexpected(draft, Observations.tls().to(OUTSIDE, 443).serverName("ftp.example.org")))
                .hasSize(1);
        assertThat(unexpected(draft, Observations.tls().to(OUTSIDE, 443))).hasSize(1);
    }

    @Test
    void shouldTellHowOftenByWhomAndWhen() throws Exception {
        String draft = draft(
                Policy.defaults(),
                Observations.tls().id("one").to(OUTSIDE, 443).from("10.0.0.5"),
                Observations.tls().id("one").to(OUTSIDE, 443).from("10.0.0.5").action("flow_ended"),
                Observations.tls().id("two").to(OUTSIDE, 443).from("10.0.0.6").after(Duration.ofMinutes(9)));

        assertThat(draft).contains("# 2 connections of 2 hosts by tls, 2026-11-20 10:15 to 2026-11-20 10:24");
        assertThat(draft).contains("less than a week").contains("version: \"draft-2026-11-20\"");
    }

    @Test
    void shouldGroupByZoneAndOtherwiseByNetwork() throws Exception {
        Policy base = parse("zones: [{name: \"till \\\"A\\\"\", networks: [10.7.0.0/16, 192.0.2.0/24]}]");
        String text = draft(
                base,
                Observations.tls().from("10.7.3.3").to(OUTSIDE, 443),
                Observations.tls().from("192.0.2.9").to(OUTSIDE, 444),
                Observations.tls().from("10.8.3.3").to(OUTSIDE, 445),
                Observations.tls().from("fd00:8::3").to(OUTSIDE, 446),
                Observations.tls().from("203.0.113.3").to(OUTSIDE, 447));
        Policy draft = parse(text);

        assertThat(draft.destinations())
                .extracting(Policy.DestinationRule::name)
                .containsExactlyInAnyOrder("till \"A\"", "10.8.3.0/24", "fd00:8::/64");
        assertThat(draft.zones()).extracting(Policy.Zone::name).containsExactly("till \"A\"");
        assertThat(unexpected(draft, Observations.tls().from("192.0.2.10").to(OUTSIDE, 443)))
                .isEmpty();
        assertThat(unexpected(draft, Observations.tls().from("10.8.3.4").to(OUTSIDE, 443)))
                .hasSize(1);
    }

    @Test
    void shouldTakeADomainForItsNamesOnlyWhenThereAreEnough() throws Exception {
        assertThat(allowed(Policy.defaults(), named(4, "example.org"))).hasSize(4);
        assertThat(allowed(Policy.defaults(), named(5, "example.org")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.domains()).containsExactly("example.org");
                    assertThat(entry.ports()).hasToString("[443]");
                });
        assertThat(allowed(Policy.defaults(), named(9, "cloudfront.net"))).hasSize(9);
    }

    @Test
    void shouldKeepNamesOnOtherPortsApart() throws Exception {
        List<Observations> names = new ArrayList<>(List.of(named(5, "example.org")));
        names.add(Observations.tls().to(OUTSIDE, 8443).serverName("admin.example.org"));

        assertThat(allowed(Policy.defaults(), names.toArray(Observations[]::new)))
                .extracting(entry -> entry.domains() + " " + entry.ports())
                .containsExactlyInAnyOrder("[admin.example.org] [8443]", "[example.org] [443]");
    }

    @Test
    void shouldTakeABlockForItsAddressesOnlyWhenItIsDense() throws Exception {
        assertThat(allowed(Policy.defaults(), addresses(Generalised.DENSE_ADDRESSES - 1)))
                .hasSize(Generalised.DENSE_ADDRESSES - 1);
        assertThat(allowed(Policy.defaults(), addresses(Generalised.DENSE_ADDRESSES)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.networks()).hasToString("[198.51.100.0/24]"));
    }

    @Test
    void shouldNotLearnFromRefusedConnectionsAndAnswers() throws Exception {
        assertThat(allowed(
                        Policy.defaults(),
                        Observations.flowLog().to(OUTSIDE, 443).type("connection", "denied"),
                        Observations.flowLog().fromPort(443).to(OUTSIDE, 51_000).oneWay(5_000, 10)))
                .isEmpty();
        assertThat(allowed(Policy.defaults(), Observations.flowLog().to(OUTSIDE, 443)))
                .hasSize(1);
    }

    @Test
    void shouldSuggestExceptionsThatSomebodyMustAnswerFor() throws Exception {
        String text = draft(Policy.defaults(), Observations.plaintext("http"), Observations.plaintext("http"));

        assertThat(parse(text).exceptions()).isEmpty();
        String active = text.substring(text.indexOf("# tolerated-plaintext:"))
                .lines()
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> parse(active))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("owner");
        Policy filled = parse(active.replace("owner:", "owner: operations")
                .replace("expires:", "expires: 2099-01-01")
                .replace("reason:", "reason: printers"));
        BacktestReport report = backtest(filled, Observations.plaintext("http"));
        assertThat(report.disappear()).singleElement().satisfies(alert -> assertThat(alert.rule())
                .isEqualTo("plaintext"));
    }

    @Test
    void shouldNotLetNamesFromTheWireWriteThePolicy() throws Exception {
        String hostile = "x\"]\n    - networks: [\"0.0.0.0/0";

        Policy draft = parse(
                draft(Policy.defaults(), Observations.tls().to(OUTSIDE, 443).serverName(hostile)));

        assertThat(draft.destinations())
                .singleElement()
                .satisfies(rule -> assertThat(rule.allow()).singleElement().satisfies(entry -> {
                    assertThat(entry.networks()).hasToString("[" + OUTSIDE + "]");
                    assertThat(entry.domains()).isEmpty();
                }));
    }

    @Test
    void shouldStayWithinItsBoundsAndSayWhatIsMissing() throws Exception {
        PolicyLearner learner = new PolicyLearner(Policy.defaults());
        Reading reading = new Reading(TimeRange.ALL);
        for (int i = 0; i < PolicyLearner.MAX_DESTINATIONS + 5; i++) {
            learner.accept(Observations.tls()
                    .to("198.51." + i / 250 + "." + i % 250, 1024 + i % 2000)
                    .from("10." + i % 200 + "." + i % 250 + ".7")
                    .build());
        }

        String text = new PolicyDraft(learner, reading.input(), 5).text();

        assertThat(learner.leftOut()).isEqualTo(5);
        assertThat(text).contains("NOT COMPLETE: 5 connections");
        Policy draft = parse(text);
        assertThat(draft.destinations()).hasSizeLessThanOrEqualTo(PolicyLearner.MAX_GROUPS + 1);
        assertThat(draft.destinations().stream()
                        .mapToInt(rule -> rule.allow().size())
                        .sum())
                .isLessThanOrEqualTo(PolicyLearner.MAX_DESTINATIONS);
        assertThat(text.length()).isLessThan(4 << 20);
    }

    @Test
    void shouldBeAValidPolicyOfNothing() throws Exception {
        assertThat(parse(draft(Policy.defaults())).destinations()).isEmpty();
    }

    private static Observations[] named(int count, String domain) {
        return IntStream.range(0, count)
                .mapToObj(i -> Observations.tls().to(OUTSIDE, 443).serverName("n" + i + "." + domain))
                .toArray(Observations[]::new);
    }

    private static Observations[] addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Observations.tls().to("198.51.100." + i, 443))
                .toArray(Observations[]::new);
    }

    private static List<Policy.Allowed> allowed(Policy base, Observations... seen) throws Exception {
        return parse(draft(base, seen)).destinations().stream()
                .flatMap(rule -> rule.allow().stream())
                .toList();
    }

    private static String draft(Policy base, Observations... seen) throws IOException {
        Reading reading = new Reading(TimeRange.ALL);
        List<Observation> built = Stream.of(seen).map(Observations::build).toList();
        PolicyLearner learner = new PolicyLearner(base).learn(List.of(new ListSource(built)), reading);
        return new PolicyDraft(learner, reading.input(), 5).text();
    }

    private static List<String> unexpected(Policy draft, Observations seen) throws IOException {
        return backtest(draft, seen).appear().stream()
                .map(alert -> alert.rule())
                .filter("unexpected-destination"::equals)
                .toList();
    }

    private static BacktestReport backtest(Policy draft, Observations seen) throws IOException {
        return new Backtest(Policy.defaults(), draft).run(List.of(ListSource.of(seen)), new Reading(TimeRange.ALL));
    }

    private static Policy parse(String text) throws PolicyException {
        return PolicyReader.parse("draft.yaml", text);
    }
}
