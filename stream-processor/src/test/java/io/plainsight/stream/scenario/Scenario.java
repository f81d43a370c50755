package io.plainsight.stream.scenario;

import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import io.plainsight.stream.scenario.Machine.Marks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What happened on a network, told step by step, and the alerts that must come of it. Single-threaded, used once. */
public final class Scenario {
    /** Rules of which a scenario names every alert; others, such as a weak suite's, may fire beside them. */
    public static final Set<String> WATCHED =
            Set.of("downgrade", "protection-regression", "tls-inspection", "starttls-stripped");

    /** How far apart attempts of one client are that follow each other at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final String name;
    private final Map<String, Machine> servers = new LinkedHashMap<>();
    private final Map<String, Machine> clients = new LinkedHashMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<ExpectedAlert> expected = new ArrayList<>();
    private Machine server;
    private Machine client;
    /** Whose abilities the next words change. */
    private Machine told;

    private OnPath onPath;
    private Instant now = Observations.NOW;

    private Scenario(String name) {
        this.name = name;
    }

    public static Scenario scenario(String name) {
        return new Scenario(name);
    }

    public static Duration every(Duration distance) {
        return distance;
    }

    public static Duration hours(long count) {
        return Duration.ofHours(count);
    }

    public static Duration minutes(long count) {
        return Duration.ofMinutes(count);
    }

    public static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    public static Duration days(long count) {
        return Duration.ofDays(count);
    }

    /** @param endpoint {@code address:port}, IPv4 */
    public Scenario server(String endpoint) {
        int colon = endpoint.indexOf(':');
        server = servers.computeIfAbsent(
                endpoint, e -> new Machine(e.substring(0, colon), Integer.parseInt(e.substring(colon + 1))));
        told = server;
        return this;
    }

    public Scenario client(String ip) {
        client = clients.computeIfAbsent(ip, address -> new Machine(address, 0));
        told = client;
        return this;
    }

    /** The name that clients ask this server for. */
    public Scenario named(String serverName) {
        server.name = serverName;
        return this;
    }

    public Scenario supports(String... versions) {
        told.abilities = told.abilities.withVersions(versions);
        return this;
    }

    /** The client's word for {@link #supports}. */
    public Scenario offers(String... versions) {
        return supports(versions);
    }

    public Scenario suites(String... suites) {
        told.abilities = told.abilities.withSuites(suites);
        return this;
    }

    public Scenario groups(String... groups) {
        told.abilities = told.abilities.withGroups(groups);
        return this;
    }

    public Scenario protocols(String... alpn) {
        told.abilities = told.abilities.withProtocols(alpn);
        return this;
    }

    /** Every n-th connection reaches a member of the pool that has other abilities. */
    public Scenario poolMember(int every, UnaryOperator<Abilities> member) {
        server.every = every;
        server.pool.add(0, member.apply(server.abilities));
        return this;
    }

    public Scenario issuedBy(String issuer) {
        server.issuer = issuer;
        return this;
    }

    public Scenario dhBits(int bits) {
        server.dhBits = bits;
        return this;
    }

    /** The server takes the suite that the client likes best. */
    public Scenario followsClientsOrder() {
        server.clientsOrder = true;
        return this;
    }

    public Scenario marksNothing() {
        server.marks = Marks.NONE;
        return this;
    }

    public Scenario marksEvenTls13() {
        server.marks = Marks.EVEN_WITH_TLS13;
        return this;
    }

    public Scenario marksForJdk11() {
        server.marks = Marks.JDK11;
        return this;
    }

    public Scenario transport(String value) {
        server.transport = value;
        return this;
    }

    /** The client says that it falls back (TLS_FALLBACK_SCSV), until it is told to stop. */
    public Scenario fallingBack(boolean value) {
        client.fallingBack = value;
        return this;
    }

    /** The client goes on although the server's random says that it was deceived. */
    public Scenario ignoresMarks() {
        client.checksMarks = false;
        return this;
    }

    /** The client resumes sessions from here on. */
    public Scenario resumes(boolean value) {
        client.resumes = value;
        return this;
    }

    /** From here on somebody sits between client and server. */
    public Scenario onPath(OnPath somebody) {
        onPath = somebody;
        return this;
    }

    public Scenario nobodyOnPath() {
        return onPath(null);
    }

    public Scenario pause(Duration length) {
        now = now.plus(length);
        return this;
    }

    public Scenario handshakes(int count) {
        return handshakes(count, AT_ONCE);
    }

    /** The pair talks so often; the clock stands one distance after the last. */
    public Scenario handshakes(int count, Duration distance) {
        for (int i = 0; i < count; i++) {
            add(Exchange.between(client, server, onPath));
            now = now.plus(distance);
        }
        return this;
    }

    /** As {@link #handshakes} by each of these clients in turn, all with the abilities of the client told last. */
    public Scenario handshakesOfEach(int count, Duration distance, String... ips) {
        Machine model = client;
        for (int i = 0; i < count; i++) {
            for (String ip : ips) {
                client(ip);
                client.abilities = model.abilities;
                client.checksMarks = model.checksMarks;
                handshakes(1, distance);
            }
        }
        return this;
    }

    /** The client talks in clear to the port. */
    public Scenario plaintext(String protocol, int count, Duration distance) {
        for (int i = 0; i < count; i++) {
            add(Observations.plaintext(protocol).from(client.ip).to(server.ip, server.port));
            now = now.plus(distance);
        }
        return this;
    }

    /** Anything else, at the scenario's time. */
    public Scenario observe(Observations observation) {
        add(observation);
        return this;
    }

    public Scenario expect(ExpectedAlert... alerts) {
        Collections.addAll(expected, alerts);
        return this;
    }

    public Scenario expectNothing() {
        expected.clear();
        return this;
    }

    private void add(Observations observation) {
        observations.add(
                observation.at(now).id(name + " #" + (observations.size() + 1)).build());
    }

    public List<Observation> observations() {
        return List.copyOf(observations);
    }

    public List<ExpectedAlert> expected() {
        return List.copyOf(expected);
    }

    @Override
    public String toString() {
        return name;
    }
}
