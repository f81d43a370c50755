package io.plainsight.sensor.tds;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationStartTlsBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CarriedStream;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.util.function.Supplier;

/**
 * TDS of MS SQL Server ([MS-TDS]). TLS that covers everything is judged as TLS, with {@code tds} as its application. TLS
 * that covers the login alone protects no data: the connection is plaintext, without exposed credentials. Without TLS
 * the login's password passes obfuscated, which is in clear. TDS 8 begins with TLS and never comes here.
 */
public final class TdsDissector implements StreamDissector {
    private final TdsConversation conversation;
    private boolean protectionTold;

    /** @param tls makes the dissector for the TLS that PRELOGIN packets carry */
    public TdsDissector(Supplier<StreamDissector> tls) {
        conversation = new TdsConversation(tls);
    }

    @Override
    public String protocol() {
        return TdsSignature.TDS;
    }

    @Override
    public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        conversation.now(timestampNs);
        Progress progress = conversation.onBytes(side, in, timestampNs);
        CarriedStream tls = conversation.tls();
        if (progress == Progress.MORE
                && !protectionTold
                && tls != null
                && tls.isOver()
                && conversation.isFullyEncrypted()) {
            protectionTold = true;
            return Progress.DECIDED;
        }
        return progress;
    }

    @Override
    public void onGap(Side side, long timestampNs) {
        conversation.now(timestampNs);
        conversation.onGap(side, timestampNs);
    }

    @Override
    public Progress onClose(Side side, CloseKind kind, long timestampNs) {
        CarriedStream tls = conversation.tls();
        boolean failed = tls != null && !tls.isOver() && tls.close(side, kind, timestampNs);
        Progress progress = conversation.onClose(side, kind, timestampNs);
        return progress == Progress.MORE && failed ? Progress.DECIDED : progress;
    }

    @Override
    public void describe(ObservationDraft draft) {
        if (conversation.tls() == null) {
            conversation.describe(draft);
            return;
        }
        ObservationDraft around = new ObservationDraft();
        conversation.describe(around);
        conversation.tls().describe(draft);
        draft.startTls = used(around.startTls);
        draft.application = TdsSignature.TDS;
        boolean failed = Actions.HANDSHAKE_FAILED.equals(draft.action);
        if (around.plaintext != null) {
            notCovered(draft, around);
            draft.plaintext = around.plaintext;
            draft.protection = Protection.PLAINTEXT;
            draft.action = Actions.PLAINTEXT_OBSERVED;
            draft.outcome = around.outcome;
            draft.reasons.addAll(0, around.reasons);
        } else if (!failed && !conversation.isFullyEncrypted()) {
            notCovered(draft, around);
            draft.protection = Protection.UNKNOWN;
            draft.action = null;
            draft.outcome = null;
        }
    }

    /** What TLS itself was judged to be does not hold for the data, so its reasons go. */
    private void notCovered(ObservationDraft draft, ObservationDraft around) {
        draft.protocol = around.protocol;
        draft.application = around.application;
        draft.reasons.clear();
        draft.reason(
                Reasons.ENCRYPTION_LOGIN_ONLY,
                conversation.isLoginOnly()
                        ? "client and server agreed to encrypt the login alone"
                        : "the login was encrypted, what followed was not seen to be",
                "NCSC-P1",
                "SEC09-BP02");
    }

    private static Observation.StartTls used(Observation.StartTls seen) {
        ObservationStartTlsBuilder whole = seen == null
                ? ObservationStartTlsBuilder.builder()
                        .protocol(TdsSignature.TDS)
                        .requested(true)
                        .accepted(true)
                : ObservationStartTlsBuilder.builder(seen);
        return whole.used(true).build();
    }
}
