package io.plainsight.sensor.dissect;

/** Which end of the connection sent the bytes. */
public enum Side {
    CLIENT,
    SERVER;

    public Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
