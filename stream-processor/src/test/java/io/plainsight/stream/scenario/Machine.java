package io.plainsight.stream.scenario;

import java.util.ArrayList;
import java.util.List;

/** A server or client of a scenario; its abilities change as the scenario is told. */
public final class Machine {
    /** How a server marks a version below what it can (RFC 8446 section 4.1.3). */
    public enum Marks {
        STANDARD,
        /** As servers that do not implement it. */
        NONE,
        /** As some GnuTLS servers: with TLS 1.3 as well. */
        EVEN_WITH_TLS13,
        /** As BoringSSL towards JDK 11.0.0 to 11.0.1: its own marker and TLS 1.2. */
        JDK11
    }

    final String ip;
    final int port;
    Abilities abilities = Abilities.MODERN;
    /** Members of the pool behind this address; the first is the machine itself. */
    final List<Abilities> pool = new ArrayList<>();

    String name;
    String issuer = "CN=Example CA, O=Example";
    Marks marks = Marks.STANDARD;
    String transport = "tcp";
    String ja3s;
    boolean clientsOrder;
    boolean resumes;
    boolean fallingBack;
    boolean checksMarks = true;
    int every;
    int turn;
    int dhBits = 2048;

    Machine(String ip, int port) {
        this.ip = ip;
        this.port = port;
    }

    /** The abilities of whichever member answers next. */
    Abilities next() {
        turn++;
        return every > 0 && turn % every == 0 ? pool.get(0) : abilities;
    }
}
