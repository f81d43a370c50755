package io.plainsight.sensor.flow;

/** Kinds of connection by how long they may stay idle; the flow table keeps one list for each, oldest first. */
public enum FlowClass {
    /** TCP without payload or answer so far. */
    TCP_OPENING,
    /** TCP that may still tell something. */
    TCP_OPEN,
    /** TCP about which all was learned; kept so that its later packets are not taken for a new connection. */
    TCP_DECIDED,
    /** TCP after FIN from both sides or RST; lingers for what is still in flight. */
    TCP_CLOSED,
    UDP,
    /** Any other protocol over IP. */
    OTHER
}
