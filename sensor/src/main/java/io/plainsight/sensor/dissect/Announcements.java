package io.plainsight.sensor.dissect;

import java.util.function.Supplier;

/** What a dissector may tell of connections that its own one arranges for, such as FTP's data connections. */
public interface Announcements {
    /**
     * A connection will be opened towards one of this connection's own ends.
     *
     * @param side the end that will listen
     * @param port its port there, 1 to 65535; others are ignored
     * @param opener makes the dissector for it
     */
    void expect(Side side, int port, Supplier<StreamDissector> opener);
}
