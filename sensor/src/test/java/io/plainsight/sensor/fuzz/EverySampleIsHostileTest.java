package io.plainsight.sensor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * For each protocol of the corpus the first conversation in it, cut at every length and with every field at its extremes,
 * through the whole path. {@link Player} fails on any exception and on what no observation may say.
 *
 * <p>What is left of a conversation is protected only where the whole is, and where it goes as far as the end of a
 * handshake: before that nobody can know. A disturbed byte may be one that nobody reads, so of those nothing more is asked.
 */
class EverySampleIsHostileTest {
    private static final int SIDE_BYTES = 2048;
    /** Of each capture; more of the same follows. */
    private static final int CONVERSATIONS = 40;

    private static final long MAX_FILE = 300_000;
    /** Of length fields of 8, 16 and 32 bits; the last but one is the greatest that is positive. */
    private static final List<String> EXTREMES = List.of("00", "01", "ff", "ffff", "7fffffff", "ffffffff");

    private static Map<String, Conversation> samples;

    private final Player player = new Player();

    @Test
    void shouldHaveSamples() throws IOException {
        assertThat(samples()).containsKeys("tls", "ssh", "http", "smtp", "ike").hasSizeGreaterThan(15);
    }

    @Test
    void shouldNotBeSureOfATruncatedConversation() throws IOException {
        for (Map.Entry<String, Conversation> sample : samples().entrySet()) {
            Conversation whole = sample.getValue();
            boolean isProtected = isProtected(player.play(whole));
            for (int length = 1; length < Truncations.length(whole); length++) {
                check(sample.getKey(), Truncations.cut(whole, length), isProtected);
            }
            for (Side side : Side.values()) {
                for (int length = 0; length < Truncations.side(whole, side).length; length++) {
                    check(sample.getKey(), Truncations.cutSide(whole, side, length), isProtected);
                }
            }
        }
    }

    @Test
    void shouldSurviveEveryFieldAtItsExtremes() throws IOException {
        for (Map.Entry<String, Conversation> sample : samples().entrySet()) {
            int length = Truncations.length(sample.getValue());
            for (String value : EXTREMES) {
                byte[] bytes = Bytes.hex(value);
                for (int at = 0; at < length; at++) {
                    Conversation disturbed = Truncations.disturb(sample.getValue(), at, bytes);
                    play(sample.getKey() + " with " + value + " at byte " + at, disturbed);
                }
            }
        }
    }

    private void check(String protocol, Conversation left, boolean wholeIsProtected) {
        String name = protocol + " cut to " + Truncations.side(left, Side.CLIENT).length + " and "
                + Truncations.side(left, Side.SERVER).length + " bytes";
        Observation observation = play(name, left);
        if (isProtected(observation)) {
            assertThat(wholeIsProtected).as(name).isTrue();
            byte[] client = Truncations.side(left, Side.CLIENT);
            byte[] server = Truncations.side(left, Side.SERVER);
            assertThat(HandshakeEnds.areIn(protocol, client, server))
                    .as("%s: protected, the handshake ended", name)
                    .isTrue();
        }
    }

    private Observation play(String name, Conversation conversation) {
        try {
            return player.play(conversation);
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }

    private static boolean isProtected(Observation observation) {
        return observation != null && observation.plainsight().protection() == Protection.PROTECTED;
    }

    private static Map<String, Conversation> samples() throws IOException {
        if (samples == null) {
            Path corpus = SharedFolder.require().resolve("corpus");
            samples = new TreeMap<>();
            Player player = new Player();
            for (Path file : captures(corpus)) {
                for (Conversation conversation : first(CaptureConversations.read(file))) {
                    Conversation start = conversation.firstBytes(SIDE_BYTES);
                    Observation observation = player.play(start);
                    String protocol =
                            observation == null ? null : observation.network().protocol();
                    if (protocol != null) {
                        samples.putIfAbsent(protocol, start);
                    }
                }
            }
        }
        return samples;
    }

    private static List<Conversation> first(List<Conversation> all) {
        return new ArrayList<>(all.subList(0, Math.min(all.size(), CONVERSATIONS)));
    }

    private static List<Path> captures(Path corpus) throws IOException {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .filter(file -> file.toFile().length() <= MAX_FILE)
                    .sorted()
                    .toList();
        }
    }
}
