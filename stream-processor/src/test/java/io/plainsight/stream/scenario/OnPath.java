package io.plainsight.stream.scenario;

/**
 * Somebody between client and server.
 *
 * @param highest what is above it goes from the hello; null when the hello stays as it is
 * @param behindSensor whether it sits between sensor and server, so that the sensor sees the client's own hello
 * @param refuses hellos with this version come to nothing; null when none does
 * @param refusal how, as in {@code plainsight.handshake.failure}, or the name of an alert
 * @param box who answers in the server's place; null when the server does
 * @param suite the only suite left in the hello; null when all stay
 */
public record OnPath(String highest, boolean behindSensor, String refuses, String refusal, Box box, String suite) {
    /** An inspecting middlebox: ends the connection itself, with certificates of its own. */
    public record Box(String issuer, Abilities abilities, boolean copiesRandom) {}

    /** Takes versions above {@code highest} from the hello, on the server's side of the sensor. */
    public static OnPath rewritesHello(String highest) {
        return new OnPath(highest, true, null, null, null, null);
    }

    /** The same on the client's side of the sensor, which never sees what the client offered. */
    public static OnPath rewritesHelloBeforeSensor(String highest) {
        return new OnPath(highest, false, null, null, null, null);
    }

    /** Leaves one suite in the hello, on the server's side of the sensor. */
    public static OnPath leavesSuite(String suite) {
        return new OnPath(null, true, null, null, null, suite);
    }

    /** Makes hellos with {@code version} fail, so that a client falls back. */
    public static OnPath disturbs(String version, String refusal) {
        return new OnPath(null, true, version, refusal, null, null);
    }

    /** Ends TLS itself towards the client. */
    public static OnPath inspects(String issuer, Abilities abilities) {
        return new OnPath(null, true, null, null, new Box(issuer, abilities, false), null);
    }

    /** Ends TLS itself and passes on the random of a server that was asked for less: the broken boxes of 2018. */
    public static OnPath inspectsAndCopiesRandom(String issuer, Abilities abilities) {
        return new OnPath(null, true, null, null, new Box(issuer, abilities, true), null);
    }

    Abilities change(Abilities hello) {
        Abilities changed = highest == null ? hello : hello.upTo(highest);
        return suite == null ? changed : changed.withSuites(suite);
    }
}
