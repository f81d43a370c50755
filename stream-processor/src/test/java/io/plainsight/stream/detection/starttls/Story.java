package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.Protection;
import io.plainsight.stream.Observations;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Connections to one service with an upgrade to TLS, one after the other, told as a sensor tells them. Each step is one
 * connection, a minute after the one before.
 */
final class Story {
    private final String protocol;
    private final int port;
    private final List<Observation> told = new ArrayList<>();
    private final List<Observation> ending = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private String client = "10.0.0.5";
    private String observer = "tap1";
    private UnaryOperator<Observations> seen = UnaryOperator.identity();

    private Story(String protocol, int port) {
        this.protocol = protocol;
        this.port = port;
    }

    static Story of(String protocol, int port) {
        return new Story(protocol, port);
    }

    Story from(String ip) {
        client = ip;
        return this;
    }

    Story by(String sensor) {
        observer = sensor;
        return this;
    }

    /** How whole the sensor's view of what follows is. */
    Story seen(UnaryOperator<Observations> view) {
        seen = view;
        return this;
    }

    Story after(Duration pause) {
        now = now.plus(pause);
        return this;
    }

    Story times(int times, Consumer<Story> step) {
        for (int i = 0; i < times; i++) {
            step.accept(this);
        }
        return this;
    }

    /** Offered, asked for, accepted, and TLS followed. */
    Story protects() {
        return upgrades(offered().requested(true).accepted(true).used(true), UnaryOperator.identity());
    }

    /** The same where nothing is announced before the client asks. */
    Story protectsUnannounced() {
        return upgrades(begun().requested(true).accepted(true).used(true), UnaryOperator.identity());
    }

    /** TLS followed; {@code how} tells more of it. */
    Story protects(UnaryOperator<ObservationStartTlsBuilder> upgrade, UnaryOperator<Observations> tls) {
        return upgrades(upgrade.apply(offered().requested(true).accepted(true).used(true)), tls);
    }

    /** No offer, and on in clear. */
    Story noOffer() {
        return clear(begun().offered(false).used(false));
    }

    /** Offered, nobody asks, and on in clear. */
    Story ignored() {
        return clear(offered().used(false));
    }

    Story refused() {
        return clear(offered().requested(true).accepted(false).used(false));
    }

    Story refusedUnannounced() {
        return clear(begun().requested(true).accepted(false).used(false));
    }

    /** On in clear with data. */
    Story clear(ObservationStartTlsBuilder upgrade) {
        return tell(Observations.plaintext(protocol).starttls(upgrade));
    }

    /** In clear, and nothing of worth passed. */
    Story leaves(ObservationStartTlsBuilder upgrade) {
        return tell(Observations.plaintext(protocol).userData(false).starttls(upgrade));
    }

    /** In clear, with a password and no data. */
    Story logsIn(ObservationStartTlsBuilder upgrade) {
        return tell(Observations.plaintext(protocol)
                .userData(false)
                .credentials("secret")
                .starttls(upgrade));
    }

    Story tell(Observations observation) {
        note(observation, Actions.FLOW_ENDED);
        now = now.plusMinutes(1);
        return this;
    }

    /** The last connection so far ends after all others: what was said of it before counts until then. */
    Story endsLast() {
        ending.add(told.remove(told.size() - 1));
        return this;
    }

    private void note(Observations observation, String action) {
        told.add(seen.apply(observation)
                .from(client)
                .observer(observer)
                .to("10.0.1.25", port)
                .action(action)
                .after(now)
                .build());
    }

    ObservationStartTlsBuilder begun() {
        return ObservationStartTlsBuilder.builder().protocol(protocol).requested(false);
    }

    ObservationStartTlsBuilder offered() {
        return begun().offered(true);
    }

    /** The last state of every alert of the rule. */
    List<Alert> alerts() {
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            told.forEach(analysis::accept);
            ending.forEach(analysis::accept);
            return analysis.finish().alerts().stream()
                    .filter(alert -> alert.rule().id().equals(StarttlsStrippedRule.TEXT.id()))
                    .toList();
        }
    }

    /** Told when it is agreed on, and at its end. */
    private Story upgrades(ObservationStartTlsBuilder upgrade, UnaryOperator<Observations> how) {
        Observations observation =
                how.apply(Observations.tls().upgraded(protocol, upgrade).protection(Protection.PROTECTED));
        note(observation, Actions.HANDSHAKE_COMPLETED);
        return tell(observation);
    }
}
