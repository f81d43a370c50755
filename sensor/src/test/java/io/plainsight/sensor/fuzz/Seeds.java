package io.plainsight.sensor.fuzz;

import io.plainsight.events.Observation;
import io.plainsight.sensor.decode.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a folder of seeds for each fuzz target, cut from captures: {@code Seeds OUT FOLDER...}. Beside them
 * {@code OUT/targets} lists the targets: name, class, argument of the class. What is not there is said and passed over.
 */
public final class Seeds {
    /** The longest input that the targets get. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final int SIDE_BYTES = 3_000;
    private static final int FRAMES_PER_SEED = 8;
    private static final int FRAMES_PER_SFLOW_SEED = 3;
    private static final int SEEDS_PER_CAPTURE = 3;
    private static final int SEEDS_PER_PROTOCOL = 12;
    private static final int MOST_TLS_SEEDS = 200;
    private static final int PRINTED_HEAD = 4096;

    private final Path out;
    private final Map<String, Integer> written = new HashMap<>();
    private Player player = new Player();

    private Seeds(Path out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        Seeds seeds = new Seeds(Path.of(arguments[0]));
        seeds.targets();
        for (String folder : Arrays.asList(arguments).subList(1, arguments.length)) {
            if (Files.isDirectory(Path.of(folder))) {
                seeds.folder(Path.of(folder));
            } else {
                System.out.println("no seeds from " + folder + ": it is absent");
            }
        }
        System.out.println(
                seeds.written.values().stream().mapToInt(Integer::intValue).sum() + " seeds");
    }

    private void targets() throws IOException {
        StringBuilder list = new StringBuilder();
        target(list, "frames", FramesTarget.class, "");
        target(list, "captures", CapturesTarget.class, "");
        target(list, "flowlog", FlowLogTarget.class, "");
        target(list, "netflow", NetflowTarget.class, "");
        target(list, "sflow", SflowTarget.class, "");
        target(list, "streams", StreamsTarget.class, "");
        target(list, "datagrams", DatagramsTarget.class, "");
        target(list, "tls", TlsMessagesTarget.class, "");
        target(list, "x509", CertificatesTarget.class, "");
        target(list, "stream", StreamProtocolTarget.class, "");
        target(list, "datagram", DatagramProtocolTarget.class, "");
        target(list, "observations", ObservationsTarget.class, "");
        for (String protocol : StreamProtocolTarget.names().stream().distinct().toList()) {
            target(list, "stream-" + protocol, StreamProtocolTarget.class, protocol);
        }
        for (String protocol :
                DatagramProtocolTarget.names().stream().distinct().toList()) {
            target(list, "datagram-" + protocol, DatagramProtocolTarget.class, protocol);
        }
        Files.writeString(Files.createDirectories(out).resolve("targets"), list);
    }

    private void target(StringBuilder list, String name, Class<?> type, String argument) throws IOException {
        Files.createDirectories(out.resolve(name));
        list.append(name).append(' ').append(type.getName()).append(' ').append(argument);
        list.append('\n');
    }

    private void folder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().matches(".*\\.(pcap|pcapng|cap)")) {
                    capture(file);
                } else if (file.toString().matches(".*flowlogs.*(\\.parquet|envelopes.*)")) {
                    write("flowlog", Files.readAllBytes(file));
                } else if (file.toString().matches(".*flowlogs.*\\.(log|txt|csv|gz)")) {
                    write("flowlog", head(Files.readAllBytes(file), PRINTED_HEAD));
                } else if (file.toString().matches(".*netflow.*\\.(dat|dump)")) {
                    write("netflow", NetflowTarget.seed(Files.readAllBytes(file)));
                }
            }
        }
    }

    private void capture(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] head = head(bytes, MAX_LENGTH / 2);
        write("captures", head);
        if (written.get("captures") % 10 == 0) {
            write("captures", compressed(head));
        }
        CaptureFrames.read(file, FRAMES_PER_SEED, SEEDS_PER_CAPTURE, seed -> write("frames", seed));
        CaptureFrames.read(file, FRAMES_PER_SFLOW_SEED, seed -> write("sflow", seed));
        for (Conversation conversation : CaptureConversations.read(file)) {
            conversation(conversation);
        }
    }

    private void conversation(Conversation whole) throws IOException {
        Conversation conversation = whole.firstBytes(SIDE_BYTES);
        boolean stream = whole.transport() == Packet.TCP;
        String kind = stream ? "stream" : "datagram";
        Observation observation;
        try {
            observation = player.play(conversation);
        } catch (AssertionError e) {
            // a finding already: as a seed it makes the target tell it
            System.out.println("a seed of " + kind + "s is a finding: " + e.getMessage());
            write(kind + "s", conversation.toBytes());
            player = new Player();
            return;
        }
        if (observation == null) {
            return;
        }
        Observation.Network network = observation.network();
        if (stream && "tls".equals(network.protocol()) && written.getOrDefault("tls", 0) < MOST_TLS_SEEDS) {
            TlsSeeds seeds = new TlsSeeds(whole);
            write("tls", seeds.messages());
            for (byte[] certificate : seeds.certificates()) {
                write("x509", certificate);
            }
        }
        String seen = network.protocol() == null ? "unknown" : network.protocol();
        if (written.merge("seen " + kind + " " + seen + network.application(), 1, Integer::sum) > SEEDS_PER_PROTOCOL) {
            return;
        }
        write(kind + "s", conversation.toBytes());
        write("observations", ObservationsTarget.seed(observation));
        List<String> names = stream ? StreamProtocolTarget.names() : DatagramProtocolTarget.names();
        for (String protocol : Arrays.asList(network.protocol(), network.application())) {
            int index = names.indexOf(protocol);
            if (index >= 0) {
                byte[] seed = prefixed(index, conversation.toBytes());
                write(kind, seed);
                write(kind + "-" + protocol, seed);
            }
        }
    }

    private void write(String target, byte[] seed) throws IOException {
        if (seed.length <= MAX_LENGTH) {
            int number = written.merge(target, 1, Integer::sum);
            Files.write(out.resolve(target).resolve("seed-" + number), seed);
        }
    }

    private static byte[] prefixed(int index, byte[] bytes) {
        byte[] seed = new byte[bytes.length + 1];
        seed[0] = (byte) index;
        System.arraycopy(bytes, 0, seed, 1, bytes.length);
        return seed;
    }

    private static byte[] head(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, length));
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
