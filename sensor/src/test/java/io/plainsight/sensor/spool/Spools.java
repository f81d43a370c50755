package io.plainsight.sensor.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Spools and what goes in and comes out of them. */
final class Spools {
    static final String TOPIC = "observations";

    private Spools() {}

    /** What a spool said. */
    static final class Heard implements SpoolListener {
        final Map<LossReason, Long> lost = new EnumMap<>(LossReason.class);
        int diskFailures;

        @Override
        public synchronized void onLost(LossReason reason, long count) {
            lost.merge(reason, count, Long::sum);
        }

        @Override
        public synchronized void onDiskFailure() {
            diskFailures++;
        }

        long lost(LossReason reason) {
            return lost.getOrDefault(reason, 0L);
        }
    }

    /** A disk that can be told to refuse. */
    static final class Disk implements Spool.Files {
        boolean full;
        boolean unreadable;

        @Override
        public Segment create(long number, Path file) throws IOException {
            check(full);
            FileSegment segment = new FileSegment(number, file);
            return new Segment() {
                @Override
                public long number() {
                    return segment.number();
                }

                @Override
                public long dataStart() {
                    return segment.dataStart();
                }

                @Override
                public long size() {
                    return segment.size();
                }

                @Override
                public void append(ByteBuffer records) throws IOException {
                    check(full);
                    segment.append(records);
                }

                @Override
                public int read(ByteBuffer target, long offset) throws IOException {
                    check(unreadable);
                    return segment.read(target, offset);
                }

                @Override
                public void sync() throws IOException {
                    check(full);
                    segment.sync();
                }

                @Override
                public boolean isFile() {
                    return true;
                }

                @Override
                public void delete() throws IOException {
                    segment.delete();
                }

                @Override
                public void close() throws IOException {
                    segment.close();
                }
            };
        }

        private static void check(boolean refuses) throws IOException {
            if (refuses) {
                throw new IOException("No space left on device");
            }
        }
    }

    static SpoolSettings settings(Path directory) {
        return SpoolSettings.of(directory, SpoolSettings.DEFAULT_LIMIT_BYTES);
    }

    /** Segments of so many bytes, and at most {@code limitBytes} of them. */
    static SpoolSettings settings(Path directory, long limitBytes, int segmentBytes) {
        return new SpoolSettings(directory, limitBytes, segmentBytes, 1 << 20, Duration.ofSeconds(1));
    }

    static Entry entry(String value) {
        return new Entry(
                TOPIC,
                key(value).getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                1_000_000 + value.length());
    }

    private static String key(String value) {
        return "key of " + value.substring(0, Math.min(20, value.length()));
    }

    static List<Entry> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> entry("entry " + i)).toList();
    }

    static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "entry " + i).toList();
    }

    static String value(SpooledRecord record) {
        return new String(record.entry().value(), StandardCharsets.UTF_8);
    }

    static List<String> drain(SpoolReader reader) {
        List<String> values = new ArrayList<>();
        for (List<SpooledRecord> some = reader.next(7); !some.isEmpty(); some = reader.next(7)) {
            some.forEach(record -> values.add(value(record)));
        }
        return values;
    }

    /** A copy of the files as a kill would leave them, without the lock. */
    static Path copy(Path directory, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(directory)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
        return to;
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    static List<Path> segments(Path directory) throws IOException {
        return files(directory).stream()
                .filter(file -> file.toString().endsWith(".spool"))
                .toList();
    }
}
