package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Feeds a dialogue whole, byte by byte, split at every point and cut at every length, and says what must come of it. */
public final class DialogueAssert {
    /** The head of a TLS 1.2 record with a ClientHello in it. */
    public static final byte[] CLIENT_HELLO = HexFormat.of().parseHex("16030100c8010000c40303a1a2a3a4");

    private final Dialogue.Outcome outcome;

    private DialogueAssert(Dialogue.Outcome outcome) {
        this.outcome = outcome;
    }

    public static DialogueAssert assertThatDialogue(Dialogue dialogue, ProtocolSignature signature) {
        Supplier<StreamDissector> open = signature::open;
        Dialogue.Outcome whole = dialogue.feed(open);
        assertThat(dialogue.feedByteByByte(open).summary()).as("byte by byte").isEqualTo(whole.summary());
        int length = dialogue.length();
        int step = Math.max(1, length / 4096);
        for (int at = 1; at < length; at += step) {
            assertThat(dialogue.feedSplit(open, at).summary())
                    .as("split at %d", at)
                    .isEqualTo(whole.summary());
            assertThat(dialogue.feedTruncated(open, at).draft()).isNotNull();
            assertThat(dialogue.feedWithGap(open, at, 7).draft()).isNotNull();
        }
        return new DialogueAssert(whole);
    }

    public DialogueAssert isPlaintext() {
        assertThat(outcome.draft().protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(outcome.draft().action).isEqualTo("plaintext_observed");
        assertThat(outcome.draft().reasons).extracting(Observation.Reason::rule).contains("plaintext.protocol");
        assertThat(outcome.decisions()).isBetween(1, 3);
        return this;
    }

    public DialogueAssert isUndecided() {
        assertThat(outcome.draft().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(outcome.draft().action).isNull();
        assertThat(outcome.decisions()).isZero();
        return this;
    }

    /** TLS begins, with exactly these bytes of the client left. */
    public DialogueAssert startsTlsAt(byte[] clientRest) {
        assertThat(outcome.startsTls()).isTrue();
        assertThat(outcome.clientRest()).startsWith(clientRest);
        assertThat(outcome.draft().application).isEqualTo(outcome.draft().protocol);
        assertThat(outcome.draft().protection).isEqualTo(Protection.UNKNOWN);
        return this;
    }

    public DialogueAssert startsTls() {
        assertThat(outcome.startsTls()).isTrue();
        return this;
    }

    /** @param kind {@code secret}, {@code token}, {@code derived} or null */
    public DialogueAssert hasCredentials(String kind) {
        assertThat(outcome.draft().plaintext)
                .extracting(Observation.Plaintext::credentials)
                .isEqualTo(kind);
        return this;
    }

    public DialogueAssert hasNoPlaintext() {
        assertThat(outcome.draft().plaintext).isNull();
        return this;
    }

    public DialogueAssert hasUserData(boolean expected) {
        assertThat(outcome.draft().plaintext)
                .extracting(Observation.Plaintext::userData)
                .isEqualTo(expected);
        return this;
    }

    public DialogueAssert hasUpgrade(
            Boolean offered, Boolean requested, Boolean accepted, Boolean used, Boolean stripped) {
        Observation.StartTls seen = outcome.draft().startTls;
        assertThat(seen)
                .isEqualTo(ObservationStartTlsBuilder.builder(seen)
                        .offered(offered)
                        .requested(requested)
                        .accepted(accepted)
                        .used(used)
                        .stripped(stripped)
                        .dataProtection(null)
                        .build());
        return this;
    }

    public DialogueAssert hasDataProtection(String expected) {
        assertThat(outcome.draft().startTls)
                .extracting(Observation.StartTls::dataProtection)
                .isEqualTo(expected);
        return this;
    }

    public DialogueAssert hasNoUpgrade() {
        assertThat(outcome.draft().startTls).isNull();
        return this;
    }

    public DialogueAssert hasReason(String rule) {
        assertThat(outcome.draft().reasons).extracting(Observation.Reason::rule).contains(rule);
        return this;
    }
}
