package io.plainsight.sensor.flow;

import io.plainsight.sensor.dissect.CloseKind;

/** Hears of a connection that leaves the table before its place is given away. */
@FunctionalInterface
public interface FlowListener {
    /**
     * @param flow index of the connection, valid during the call
     * @param kind {@link CloseKind#IDLE} or {@link CloseKind#EVICTED}
     */
    void onFlowLeaving(int flow, CloseKind kind);
}
