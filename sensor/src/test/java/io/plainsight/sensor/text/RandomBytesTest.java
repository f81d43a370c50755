package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.PlaintextProtocols;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomBytesTest {
    private static final int ROUNDS = 100_000;
    private static final int LENGTH = 256;

    @Test
    void shouldNotRecogniseRandomBytes() {
        Random random = new Random(20261120);
        byte[] bytes = new byte[LENGTH];
        ByteCursor in = new ByteCursor();
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(bytes);
            for (ProtocolSignature signature : PlaintextProtocols.signatures()) {
                for (Side side : Side.values()) {
                    Match match = signature.match(side, in.wrap(bytes));
                    assertThat(match)
                            .as("%s from %s in round %d", signature.protocol(), side, round)
                            .isEqualTo(Match.NO);
                }
            }
        }
    }

    /** Random cuts, gaps and flipped bytes over text and control bytes: no exception, no cursor moved back, an end. */
    @Test
    void shouldSurviveAnything() {
        Random random = new Random(7);
        for (ProtocolSignature signature : PlaintextProtocols.signatures()) {
            for (int round = 0; round < 2_000; round++) {
                survive(signature.open(), random);
            }
        }
    }

    private static void survive(StreamDissector dissector, Random random) {
        byte[][] pending = {new byte[0], new byte[0]};
        for (int i = 0; i < 20; i++) {
            Side side = Side.values()[random.nextInt(2)];
            byte[] bytes = concat(pending[side.ordinal()], piece(random));
            ByteCursor in = new ByteCursor().wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
            dissector.onBytes(side, in, i);
            assertThat(in.remaining()).isBetween(0, bytes.length);
            pending[side.ordinal()] = in.toArray();
            if (random.nextInt(10) == 0) {
                pending[side.ordinal()] = new byte[0];
                dissector.onGap(side, i);
            }
            dissector.describe(new ObservationDraft());
        }
        dissector.onClose(null, CloseKind.values()[random.nextInt(CloseKind.values().length)], 0);
    }

    private static byte[] piece(Random random) {
        String[] words = {
            "220 x\r\n",
            "250-a\r\n250 STARTTLS\r\n",
            "STARTTLS\r\n",
            "AUTH PLAIN a\r\n",
            "+OK\r\n",
            "STLS\r\n",
            "\"STARTTLS\"\r\nOK\r\n",
            "AUTHENTICATE \"PLAIN\" {5+}\r\n",
            "LHLO a\r\n",
            "* OK [CAPABILITY",
            "a LOGIN {5}\r\n",
            "a OK\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "CONNECT a HTTP/1.1\r\n\r\n",
            "Content-Length: 99999999\r\n",
            "\u00ff\u00fa.\u0001\u00ff\u00f0",
            "\u0016\u0003\u0001\u0000\u0001\u0001",
            "\u0000\u0000\u0006\u0004\u0000\u0000\u0000\u0000\u0000",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0000\u0000\u0000P\u00feSMB@\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0005\u0000",
            "\u0000\u0000\u0000@\u00ffSMBs\u0000\u0000\u0000\u0000NTLMSSP\u0000\u0003\u0000\u0000\u0000",
            "RFB 003.008\n\u0001\u0013",
            "\u0080\u0000\u0000(\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0002",
            "OPNF\u0084\u0000\u0000\u0000\u0000\u0000\u0000\u0000/\u0000\u0000\u0000http:",
            "( CRAM-MD5 ( 999999999:x ) ) ",
            "@RSYNCD: AUTHREQD x\n",
            "STLS\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u00ac\u00ab\u00b3\u00ac",
            "\u0003\u0000\u0000\u0016\u0002\u00f0\u00802\u0007\u0000\u0000",
            "h\u0004\u0007\u0000\u0000\u0000",
            "\r\n",
            "}",
            "\"",
            "AMQP\u0000\u0000\u0009\u0001",
            "*2\r\n$4\r\nAUTH\r\n$3\r\n",
            "INFO {\"tls_required\":true}\r\n",
            "CONNECT {\"pass\":\"",
            "CONNECT\npasscode:",
            "\u0010\u0014\u0000\u0004MQTT\u0004\u00c2",
            "\u0000\u0000\u0000 \u0000\u0011\u0000\u0001\u0000\u0000\u0000\u0001\u0000\u0001c\u0000\u0005PLAIN",
            "\u0080!\u0000\u0005\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0009",
            "\u0004\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0016",
            "\u0005\u0000\u0000\u0001\u0001\u0000\u0000\u0000\r\u0000\u0001\u0000\u0003CQLx\u0000\u0003abc",
            "\u0085\u0000\u0000\u0001\u0002\u0000\u0000\u0000\u0000",
            "\u0000\u0004test\u0017\u0003\u00d5\u00a9\u0003\u0000\u0003bob\u0000",
            "\u0000:\u0000\u0000\u0006\u0000\u0000\u0000\u0000\u0000\u00de\u00ad\u00be\u00ef",
            "ES\u0000\u0000\u0000\r\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0008",
            "\u00caU-\u00fa\u000c\n\u000c\u0011\u0006",
            "set k 0 0 99999\r\n",
            "VALUE k 0 5\r\n",
            "REGISTER sip:a SIP/2.0\r\nAuthorization: Basic ",
            "<13>1 2026-01-01T00:00:00Z h a - - - x\n"
        };
        byte[] bytes = words[random.nextInt(words.length)].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(4) == 0) {
            bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        return bytes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
