package io.plainsight.sensor.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every capture of the shared corpus, against the frame counts and conversations that tshark finds in it. */
class CorpusTest {
    /**
     * Share of tshark's conversations whose packets we count alike. Three of 1379 differ for a reason: a Teredo bubble
     * (inside it is IPv6 without transport, not the outer UDP), a teardrop attack (fragments that contradict each other
     * are given up, tshark shows them), and frames that an sFlow datagram quotes (samples are no traffic of this link).
     */
    private static final double LEAST_AGREEMENT = 0.9978;

    private final Path corpus = SharedFolder.require().resolve("corpus");

    @Test
    void shouldDeliverEveryFrameOfEveryCapture() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String[]> manifest = table(corpus.resolve("MANIFEST.tsv"));

        for (String[] row : manifest) {
            Reading reading = read(corpus.resolve(row[0]));
            if (reading.frames != Long.parseLong(row[7])) {
                wrong.add(row[0] + ": " + reading.frames + " frames, expected " + row[7] + " " + reading.error);
            }
        }

        assertThat(manifest).hasSizeGreaterThan(250);
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldCountPacketsOfConversationsAsTsharkDoes() throws IOException {
        int total = 0;
        int agreed = 0;
        List<String> differences = new ArrayList<>();

        for (String[] row : table(corpus.resolve("MANIFEST.tsv"))) {
            Path expectedFile = expectedConversations(row[0]);
            if (!Files.exists(expectedFile)) {
                continue;
            }
            Map<String, Long> expected = expected(expectedFile);
            Map<String, Long> actual = read(corpus.resolve(row[0])).conversations;
            for (Map.Entry<String, Long> conversation : expected.entrySet()) {
                total++;
                Long count = actual.get(conversation.getKey());
                if (conversation.getValue().equals(count)) {
                    agreed++;
                } else {
                    differences.add(row[0] + " " + conversation.getKey() + " tshark " + conversation.getValue()
                            + ", decoder " + count);
                }
            }
        }

        assertThat(total).isGreaterThan(1300);
        assertThat((double) agreed / total)
                .as("conversations counted alike: %d of %d; not: %s", agreed, total, differences)
                .isGreaterThanOrEqualTo(LEAST_AGREEMENT);
    }

    private Path expectedConversations(String file) {
        String name = "expected/tshark/" + file;
        Path whole = corpus.resolve(name + ".conv.tsv");
        return Files.exists(whole) ? whole : corpus.resolve(name.replaceFirst("\\.[^.]*$", "") + ".conv.tsv");
    }

    /** Packets by conversation; tshark splits a reused port into several streams, the decoder has no streams. */
    private static Map<String, Long> expected(Path file) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (String[] row : table(file)) {
            counts.merge(
                    key(row[0], endpoint(row[2], row[3]), endpoint(row[4], row[5])), Long.parseLong(row[6]), Long::sum);
        }
        return counts;
    }

    private static Reading read(Path file) {
        Reading reading = new Reading();
        PacketDecoder decoder = new PacketDecoder(new SensorCounters());
        Packet packet = new Packet();
        try (PacketSource source = CaptureFiles.open(file)) {
            source.forEach((buffer, offset, capturedLength, originalLength, timestampNs, linkType) -> {
                reading.frames++;
                DecodeResult result =
                        decoder.decode(buffer, offset, capturedLength, originalLength, timestampNs, linkType, packet);
                if (result == DecodeResult.OK && (packet.isTcp() || packet.isUdp())) {
                    reading.conversations.merge(key(packet), 1L, Long::sum);
                }
            });
        } catch (CaptureException e) {
            reading.error = e.getMessage();
        }
        return reading;
    }

    private static String key(Packet packet) {
        return key(
                packet.isTcp() ? "tcp" : "udp",
                packet.sourcePort + "@" + address(packet.sourceHigh, packet.sourceLow),
                packet.destinationPort + "@" + address(packet.destinationHigh, packet.destinationLow));
    }

    private static String key(String transport, String one, String other) {
        return one.compareTo(other) < 0 ? transport + " " + one + " " + other : transport + " " + other + " " + one;
    }

    private static String endpoint(String address, String port) throws IOException {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        BigInteger number = new BigInteger(1, bytes);
        return bytes.length == 4
                ? port + "@" + address(0, 0xffff_0000_0000L | number.longValue())
                : port + "@" + address(number.shiftRight(64).longValue(), number.longValue());
    }

    private static String address(long high, long low) {
        return String.format("%016x%016x", high, low);
    }

    private static List<String[]> table(Path file) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(line.split("\t", -1));
        }
        return rows.subList(1, rows.size());
    }

    private static final class Reading {
        private long frames;
        private String error = "";
        private final Map<String, Long> conversations = new HashMap<>();
    }
}
