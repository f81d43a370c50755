package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.sensor.canary.Canaries;
import io.plainsight.sensor.canary.Conversation;
import io.plainsight.sensor.canary.Packets;
import io.plainsight.sensor.canary.SecretSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays conversations with secrets to {@code plainsight run} and searches for the secrets in all that it writes, says and
 * keeps: topics, files, output, log, page, metrics and heap.
 */
class CanaryRunTest {
    @TempDir
    Path temporary;

    @TempDir
    Path data;

    @TempDir
    Path ours;

    private final SecretSearch search = Canaries.search();
    private final Map<String, List<String>> leaks = new TreeMap<>();

    @Test
    void shouldKeepNoSecretAnywhere() throws Exception {
        Path capture = ours.resolve("canaries.pcap");
        Packets packets = Packets.all(1_700_000_000_000_000_000L);
        Files.write(capture, packets.pcap());
        assertThat(search.in(capture)).as("the search at work").isNotEmpty();
        Path heap = ours.resolve("heap.hprof");
        String[] arguments = {"run", "--pcap", capture.toString(), "--console", "127.0.0.1:0", "--data", data.toString()
        };

        try (Program run = Program.startIn(temporary, arguments)) {
            Page page = Page.of(run);
            int connections = packets.conversations();
            Await.until(
                    "posture of " + connections + " connections",
                    () -> connections
                            == page.posture().connections().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum(),
                    run::toString);
            run.dumpHeap(heap);
            for (String path : List.of("/metrics", "/api/alerts?limit=500", "/api/posture")) {
                seek(path, page.get(path));
            }
            run.interrupt();
            run.awaitExit();
            seek("output and log", run.toString());
        }

        assertThat(Files.readString(heap, StandardCharsets.ISO_8859_1)).contains("plainsight-observations");
        seekIn(heap);
        for (Path directory : List.of(data, temporary)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    seekIn(file);
                }
            }
        }
        seekInTopics();
        assertThat(leaks).isEmpty();
    }

    private void seekInTopics() throws Exception {
        List<String> played = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("kafka"), 0)) {
            new KafkaReader(broker.bootstrapServers()).everything((topic, bytes) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (topic.startsWith("plainsight-observations")) {
                    played.add(text);
                }
                note(topic, search.in(bytes));
            });
        }
        Set<String> told = new TreeSet<>();
        for (Conversation conversation : Canaries.all()) {
            if (conversation.protocol() != null) {
                String field = "\"protocol\":\"" + conversation.protocol() + '"';
                assertThat(played).anyMatch(text -> text.contains(field));
                told.add(conversation.protocol());
            }
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(60);
    }

    private void seek(String where, String text) {
        note(where, search.in(text));
    }

    private void seekIn(Path file) throws IOException {
        note(file.toString(), search.in(file));
    }

    private void note(String where, List<String> found) {
        if (!found.isEmpty()) {
            leaks.put(where, found);
        }
    }
}
