package io.plainsight.stream.scenario;

import io.plainsight.events.Actions;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.Observations;
import java.util.List;
import java.util.stream.Stream;

/** One attempt of a client at a server, with whoever is between them, as the sensor tells of it. */
final class Exchange {
    private Exchange() {}

    static Observations between(Machine client, Machine server, OnPath onPath) {
        Abilities offered = client.abilities;
        Abilities arriving = onPath == null ? offered : onPath.change(offered);
        Abilities seen = onPath == null || onPath.behindSensor() ? offered : arriving;
        Observations hello = hello(client, server, seen);
        if (onPath != null && onPath.refuses() != null && offered.offers(onPath.refuses())) {
            return disturbed(hello, onPath.refusal());
        }
        OnPath.Box box = onPath == null ? null : onPath.box();
        Abilities answering = box == null ? server.next() : box.abilities();
        Machine.Marks marks = box == null ? server.marks : Machine.Marks.NONE;
        Negotiation answer =
                Negotiation.of(arriving, client.fallingBack, answering, marks, box == null && server.clientsOrder);
        if (answer.alert() != null) {
            return failed(hello).version(null).cipher(null).alert(answer.alert(), "server");
        }
        String mark = box != null && box.copiesRandom() ? "tls12" : answer.mark();
        answered(hello, answer, mark, client, server, box);
        boolean deceived = client.checksMarks
                && offered.offers(Abilities.TLS13)
                && answer.version().compareTo(Abilities.TLS13) < 0
                && ("tls12".equals(mark) || "tls11".equals(mark));
        return deceived ? failed(hello).alert("illegal_parameter", "client") : hello;
    }

    private static Observations hello(Machine client, Machine server, Abilities seen) {
        Observations observation = Observations.tls()
                .from(client.ip)
                .to(server.ip, server.port)
                .transport(server.transport)
                .serverName(server.name)
                .offering(seen.versions().toArray(String[]::new))
                .client(c -> c.ja4(ja4(seen)).supportedCiphers(seen.suites()))
                .detail(d -> d.offeredGroups(seen.groups())
                        .keyShareGroups(seen.groups().stream().limit(2).toList())
                        .postQuantumOffered(seen.groups().stream().anyMatch(Exchange::isPostQuantum))
                        .offeredProtocols(seen.protocols().isEmpty() ? null : seen.protocols()));
        return client.fallingBack ? observation.fallbackScsv() : observation;
    }

    private static void answered(
            Observations hello, Negotiation answer, String mark, Machine client, Machine server, OnPath.Box box) {
        boolean tls13 = answer.version().equals(Abilities.TLS13);
        boolean resumed = client.resumes;
        hello.version(answer.version()).cipher(answer.suite()).sentinel(mark);
        hello.tls(t -> t.curve(resumed && !tls13 ? null : answer.group())
                .resumed(resumed)
                .nextProtocol(tls13 ? null : answer.protocol()));
        hello.detail(d -> d.postQuantum(answer.group() != null && isPostQuantum(answer.group()))
                .forwardSecret(CipherSuiteTraits.of(answer.suite()).forwardSecret())
                .dhBits(answer.suite().contains("_DHE_") ? server.dhBits : null));
        if (!tls13 && !resumed) {
            hello.certificate(
                            "CN=" + server.name, Stream.ofNullable(server.name).toArray(String[]::new))
                    .issuer(box == null ? server.issuer : box.issuer());
        }
        hello.ja3s(box == null ? "of " + server.ip + answer.version() : "of the box");
    }

    private static Observations disturbed(Observations hello, String refusal) {
        boolean silent = List.of("reset_by_server", "closed_by_server", "no_server_hello")
                .contains(refusal);
        Observations failure = failed(hello).version(null).cipher(null);
        return silent ? failure.failure(refusal) : failure.alert(refusal, "server");
    }

    private static Observations failed(Observations hello) {
        return hello.action(Actions.HANDSHAKE_FAILED).tls(t -> t.established(false));
    }

    private static boolean isPostQuantum(String group) {
        return group.contains("mlkem");
    }

    /** Changes with what is offered, as the real one does. */
    private static String ja4(Abilities seen) {
        return "t" + seen.versions().get(0).replace(".", "") + "d"
                + seen.suites().size() + "_" + Integer.toHexString(seen.suites().hashCode());
    }
}
