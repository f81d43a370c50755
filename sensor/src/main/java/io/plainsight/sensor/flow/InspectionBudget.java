package io.plainsight.sensor.flow;

/**
 * How many connections may be looked into at a time. TCP and datagrams have one each, so that a flood of the one does not
 * blind the sensor to the other.
 *
 * <p><b>Threading:</b> one thread.
 */
final class InspectionBudget {
    private final int limit;
    private int inUse;

    InspectionBudget(int limit) {
        this.limit = limit;
    }

    /** Takes a place; false when there is none. */
    boolean take() {
        if (inUse == limit) {
            return false;
        }
        inUse++;
        return true;
    }

    void release() {
        inUse--;
    }
}
