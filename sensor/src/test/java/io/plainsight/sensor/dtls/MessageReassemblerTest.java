package io.plainsight.sensor.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.testing.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageReassemblerTest implements MessageReassembler.Handler {
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int CERTIFICATE = 11;

    private final List<String> messages = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private int bad;
    private int oversized;
    private MessageReassembler reassembler = new MessageReassembler();

    /** Flights cut anew with each transmission, fragments overlapping, repeated and in any order: always the same messages. */
    @Test
    void shouldPutMessagesTogetherFromAnyOrderOfFragments() {
        Random random = new Random(20261121);
        for (int round = 0; round < 300; round++) {
            byte[][] sent = new byte[5][];
            List<byte[]> fragments = new ArrayList<>();
            for (int i = 0; i < sent.length; i++) {
                sent[i] = new byte[random.nextInt(400)];
                random.nextBytes(sent[i]);
                cut(CERTIFICATE, i, sent[i], random, fragments);
                cut(CERTIFICATE, i, sent[i], random, fragments);
            }
            Collections.shuffle(fragments, random);

            reassembler = new MessageReassembler();
            bodies.clear();
            fragments.forEach(this::add);

            assertThat(bodies).as("round %d", round).containsExactly(sent);
            assertThat(reassembler.isWaiting()).isFalse();
        }
        assertThat(bad).isZero();
    }

    @Test
    void shouldKeepTheBytesThatCameFirst() {
        add(DtlsSamples.fragment(CERTIFICATE, 0, Bytes.hex("01020304"), 0, 2));
        add(DtlsSamples.fragment(CERTIFICATE, 0, Bytes.hex("ffffffff"), 1, 3));

        assertThat(bodies).containsExactly(Bytes.hex("0102ffff"));
    }

    /** What a spoofed fragment claims costs nothing: memory follows what arrived. */
    @Test
    void shouldPayOnlyForWhatArrived() {
        PartialMessage message = new PartialMessage(CERTIFICATE, MessageReassembler.MAX_MESSAGE);
        message.add(60_000, new ByteCursor().wrap(new byte[1]));

        assertThat(message.cost()).isLessThan(200);
    }

    @Test
    void shouldReadSeveralMessagesOfARecord() {
        add(Bytes.concat(message(CERTIFICATE, 0), message(14, 1), message(16, 2)));

        assertThat(messages).containsExactly("11/0", "14/1", "16/2");
    }

    @Test
    void shouldNotLetHellosWaitForWhatCameBeforeTheCapture() {
        add(message(CERTIFICATE, 3));
        assertThat(messages).isEmpty();

        add(message(SERVER_HELLO, 2));
        add(message(SERVER_HELLO, 2));

        assertThat(messages).containsExactly("2/2", "11/3");
        assertThat(reassembler.isWaiting()).isFalse();
    }

    @Test
    void shouldHandOutWhatIsWholeWhenItGivesUp() {
        add(message(CLIENT_HELLO, 0));
        add(DtlsSamples.fragment(CERTIFICATE, 1, new byte[100], 0, 50));
        add(message(16, 2));
        add(message(15, 4));
        assertThat(reassembler.isWaiting()).isTrue();

        reassembler.giveUp(this);

        assertThat(messages).containsExactly("1/0", "16/2", "15/4");
        assertThat(reassembler.isWaiting()).isFalse();
    }

    @Test
    void shouldBoundWhatItHolds() {
        byte[] large = new byte[MessageReassembler.MAX_MESSAGE];
        add(DtlsSamples.fragment(CERTIFICATE, 1, large, 5, 60_000));
        assertThat(reassembler.hasDropped()).isFalse();
        add(DtlsSamples.fragment(CERTIFICATE, 2, large, 5, 60_000));
        assertThat(reassembler.hasDropped()).isTrue();

        reassembler = new MessageReassembler();
        for (int i = 0; i <= PartialMessage.MAX_PIECES; i++) {
            add(DtlsSamples.fragment(CERTIFICATE, 0, large, 2 * i, 1));
        }
        assertThat(reassembler.hasDropped()).isTrue();

        reassembler = new MessageReassembler();
        add(message(CERTIFICATE, MessageReassembler.WINDOW));
        assertThat(reassembler.hasDropped()).isTrue();

        reassembler = new MessageReassembler();
        add(DtlsSamples.fragment(CERTIFICATE, 0, new byte[MessageReassembler.MAX_MESSAGE + 1], 0, 1));
        assertThat(oversized).isEqualTo(1);
        assertThat(reassembler.isWaiting()).isTrue();
    }

    @Test
    void shouldRefuseFragmentsThatCannotBe() {
        byte[] message = DtlsSamples.message(CERTIFICATE, 0, new byte[20]);
        for (int value : new int[] {0, 1, 0xff}) {
            for (int field : new int[] {1, 2, 3, 6, 7, 8, 9, 10, 11}) {
                byte[] disturbed = message.clone();
                disturbed[field] = (byte) value;
                reassembler = new MessageReassembler();
                add(disturbed);
            }
        }
        for (int length = 1; length < message.length; length++) {
            messages.clear();
            reassembler = new MessageReassembler();
            add(Arrays.copyOf(message, length));
            assertThat(messages).isEmpty();
            assertThat(reassembler.isWaiting()).isTrue();
        }
        assertThat(bad).isPositive();
    }

    private void add(byte[] content) {
        reassembler.add(new ByteCursor().wrap(content), this);
    }

    private static byte[] message(int type, int sequence) {
        return DtlsSamples.message(type, sequence, new byte[] {(byte) sequence});
    }

    private static void cut(int type, int sequence, byte[] body, Random random, List<byte[]> into) {
        int at = 0;
        do {
            int from = Math.max(0, at - random.nextInt(20));
            int length = Math.min(body.length - from, at - from + 1 + random.nextInt(120));
            into.add(DtlsSamples.fragment(type, sequence, body, from, length));
            at = from + length;
        } while (at < body.length);
    }

    @Override
    public void onMessage(int type, int messageSequence, ByteCursor body) {
        messages.add(type + "/" + messageSequence);
        bodies.add(body.toArray());
    }

    @Override
    public void onBadFragment() {
        bad++;
    }

    @Override
    public void onOversizedMessage() {
        oversized++;
    }
}
