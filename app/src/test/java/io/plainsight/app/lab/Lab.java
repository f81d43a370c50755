package io.plainsight.app.lab;

import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Plays cases while the sensor captures on both sides of the proxy, then has what it saw judged: each case and side by itself, as
 * if nothing else had been there.
 */
final class Lab implements AutoCloseable {
    /** The rules whose business attacks are; certificates and weak settings of the laboratory are others'. */
    private static final Set<String> RULES = Set.of(
            "downgrade", "starttls-stripped", "tls-inspection", "protection-regression", "handshake-failure-spike");

    /** What the sensor saw is kept, for whoever looks into a failure. */
    private static final Path OBSERVATIONS = Path.of("target", "proving-ground.ndjson");

    /** Each case has a port of its own, by which its connections are told from others': below those that the kernel gives out. */
    private static final int FIRST_PORT = 21_000;

    private final LabNetwork network;
    private final Program sensor;
    private final List<Played> played = new ArrayList<>();

    private record Played(Case what, int clientSidePort, Set<Integer> serverSidePorts, List<String> said) {}

    /**
     * What the two sides saw.
     *
     * @param said by the clients, call by call
     * @param connections how many connections the client's side has told of
     * @param established how many of them agreed on keys
     */
    record Seen(
            Case what,
            Set<String> clientSide,
            Set<String> serverSide,
            List<String> said,
            long connections,
            long established) {}

    Lab(LabNetwork network) throws IOException, InterruptedException {
        this.network = network;
        sensor = Program.start(
                "sensor",
                "--interface",
                network.clientSide,
                "--interface",
                network.serverSide,
                "--filter",
                "tcp",
                "--output",
                "-");
        sensor.awaitError(line -> line.startsWith("Capturing on "));
    }

    void play(Case what) throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        Proxy proxy = new Proxy(
                network.nearClient,
                FIRST_PORT + played.size(),
                new InetSocketAddress(network.server, what.port()),
                what.by());
        try (proxy) {
            for (Case.Call call : what.calls()) {
                said.add(network.call(call.input(), call.command(network.nearClient, proxy.port())));
            }
        }
        played.add(new Played(what, proxy.port(), proxy.ownPorts(), said));
    }

    /** Ends the capture and has everything judged. */
    List<Seen> judge() throws IOException, InterruptedException {
        sensor.interrupt();
        sensor.awaitExit();
        Files.write(OBSERVATIONS, sensor.output());
        List<Observation> observations = new ArrayList<>();
        for (String line : sensor.output()) {
            observations.add(Json.mapper().readValue(line, Observation.class));
        }
        return played.parallelStream().map(one -> seen(one, observations)).toList();
    }

    private Seen seen(Played one, List<Observation> observations) {
        List<Observation> near = of(
                observations,
                network.clientSide,
                observation -> observation.destination().port() == one.clientSidePort);
        List<Observation> far = of(
                observations,
                network.serverSide,
                // a port of the proxy's own may serve again, towards another server
                observation -> observation.destination().port() == one.what.port()
                        && one.serverSidePorts.contains(observation.source().port()));
        return new Seen(
                one.what,
                alerts(near),
                alerts(far),
                one.said,
                count(near, observation -> true),
                count(
                        near,
                        observation -> observation.tls() != null
                                && Boolean.TRUE.equals(observation.tls().established())));
    }

    private static long count(List<Observation> observations, Predicate<Observation> which) {
        return observations.stream()
                .filter(which)
                .map(observation -> observation.event().id())
                .distinct()
                .count();
    }

    private static List<Observation> of(List<Observation> all, String side, Predicate<Observation> which) {
        return all.stream()
                .filter(observation -> observation.observer().ingress() != null
                        && side.equals(
                                observation.observer().ingress().interface_().name())
                        && observation.destination() != null
                        && observation.destination().port() != null)
                .filter(which)
                .toList();
    }

    private static Set<String> alerts(List<Observation> observations) {
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults())) {
            observations.forEach(analysis::accept);
            Set<String> alerts = new TreeSet<>();
            for (Alert alert : analysis.finish().alerts()) {
                if (RULES.contains(alert.rule().id())) {
                    alerts.add(text(alert));
                }
            }
            return alerts;
        }
    }

    private static String text(Alert alert) {
        Object pattern = alert.detail().values().get("pattern");
        Object row = pattern == null ? alert.detail().values().get("row") : pattern;
        return alert.rule().id() + (row == null ? "" : " " + row) + " "
                + alert.detail().severity().toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws InterruptedException {
        sensor.close();
    }
}
