package io.plainsight.app.lab;

import java.io.IOException;
import java.net.Socket;

/** What is done with a connection that should have gone through. */
@FunctionalInterface
interface Attack {
    /**
     * Carries a connection from its beginning to its end.
     *
     * @param number of this connection at its proxy, from 0
     */
    void play(Socket client, Upstream upstream, int number) throws IOException;

    /** The way to the server; an attack need not take it. */
    @FunctionalInterface
    interface Upstream {
        Socket open() throws IOException;
    }

    /** Lets the first connections pass, so that there is a history when the rest is attacked. */
    default Attack after(int innocent) {
        return (client, upstream, number) -> (number < innocent ? Relay.PLAIN : this).play(client, upstream, number);
    }
}
