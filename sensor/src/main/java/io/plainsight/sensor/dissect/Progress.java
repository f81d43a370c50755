package io.plainsight.sensor.dissect;

/** What a dissector wants next. */
public enum Progress {
    /** Feed more; nothing to tell yet. */
    MORE,
    /** The protection is decided or changed: emit an observation now, and feed more. */
    DECIDED,
    /** Emit if something changed, and feed nothing more: nothing more can be learned. */
    DONE,
    /** The connection switches to TLS with the next unconsumed byte of each side. */
    START_TLS,
    /** Another protocol begins inside this one with the next unconsumed byte of each side: a proxy's tunnel is open. */
    TUNNEL,
    /** These bytes are not this protocol after all; try another dissector or call it unknown. */
    NOT_MINE
}
