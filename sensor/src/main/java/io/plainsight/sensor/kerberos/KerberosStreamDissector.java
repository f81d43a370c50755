package io.plainsight.sensor.kerberos;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** Kerberos over TCP: the messages of {@link KerberosDissector}, one behind the other. */
final class KerberosStreamDissector implements StreamDissector {
    private final KerberosDissector messages = new KerberosDissector();
    private final ByteCursor message = new ByteCursor();

    @Override
    public String protocol() {
        return KerberosSignature.KERBEROS;
    }

    @Override
    public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        Progress told = Progress.MORE;
        while (in.remaining() >= KerberosStreamSignature.PREFIX) {
            long length = (long) in.peek(0) << 24 | in.peek(1) << 16 | in.peek(2) << 8 | in.peek(3);
            if (length > KerberosStreamSignature.MAX_MESSAGE) {
                in.skip(in.remaining());
                return told == Progress.DECIDED ? told : Progress.DONE;
            }
            if (in.remaining() < KerberosStreamSignature.PREFIX + length) {
                return told;
            }
            in.skip(KerberosStreamSignature.PREFIX);
            in.slice((int) length, message);
            Progress progress = messages.onDatagram(side, message, (int) length, timestampNs);
            if (progress == Progress.DONE) {
                return progress;
            }
            told = progress == Progress.DECIDED ? progress : told;
        }
        return told;
    }

    /** Messages cannot be found again behind missing bytes; what follows is then no message, and ends the reading. */
    @Override
    public void onGap(Side side, long timestampNs) {
        // nothing depends on what is missing: a ticket that was not seen is not judged
    }

    @Override
    public Progress onClose(Side side, CloseKind kind, long timestampNs) {
        return messages.onClose(kind, timestampNs);
    }

    @Override
    public void describe(ObservationDraft draft) {
        messages.describe(draft);
    }
}
