package io.plainsight.sensor.kerberos;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.UdpSamples;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KerberosStreamTest {
    private static final byte[] REQUEST = framed(UdpSamples.kdcRequest());
    private static final byte[] REPLY = framed(UdpSamples.kdcReply(11, 18, 18));

    @Test
    void shouldWaitForAWholeMessage() {
        KerberosStreamSignature signature = new KerberosStreamSignature();
        assertThat(signature.match(Side.CLIENT, new ByteCursor().wrap(REQUEST))).isEqualTo(Match.YES);
        assertThat(signature.match(Side.SERVER, new ByteCursor().wrap(REPLY))).isEqualTo(Match.YES);
        assertThat(signature.match(Side.CLIENT, new ByteCursor().wrap(REPLY))).isEqualTo(Match.NO);
        for (int length = 0; length < REQUEST.length; length++) {
            assertThat(signature.match(Side.CLIENT, new ByteCursor().wrap(Arrays.copyOf(REQUEST, length))))
                    .isEqualTo(Match.MAYBE);
        }
    }

    @Test
    void shouldJudgeTheReplyHoweverItIsSplit() {
        for (int split = 0; split <= REPLY.length; split++) {
            KerberosStreamDissector dissector = new KerberosStreamDissector();
            dissector.onBytes(Side.CLIENT, new ByteCursor().wrap(REQUEST), 0);
            ByteCursor first = new ByteCursor().wrap(Arrays.copyOf(REPLY, split));
            dissector.onBytes(Side.SERVER, first, 0);
            byte[] rest = concat(first.toArray(), Arrays.copyOfRange(REPLY, split, REPLY.length));
            dissector.onBytes(Side.SERVER, new ByteCursor().wrap(rest), 0);

            ObservationDraft draft = new ObservationDraft();
            dissector.describe(draft);
            assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        }
    }

    @Test
    void shouldEndWhenALengthIsNone() {
        byte[] wrong = bigEndian().u32(0xffff_ffffL).u32(0).toArray();

        assertThat(new KerberosStreamDissector().onBytes(Side.CLIENT, new ByteCursor().wrap(wrong), 0))
                .isEqualTo(Progress.DONE);
    }

    private static byte[] framed(byte[] message) {
        return bigEndian().u32(message.length).put(message).toArray();
    }
}
