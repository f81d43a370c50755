package io.plainsight.app.lab;

/** The TLS versions that one end is told to allow, from the lowest to the highest; as in 1.0 to 1.3. */
record Versions(int lowest, int highest) {
    static final Versions MODERN = new Versions(2, 3);
    static final Versions OLD = new Versions(0, 3);
    static final Versions UP_TO_12 = new Versions(0, 2);
    static final Versions ONLY_12 = new Versions(2, 2);
    static final Versions UP_TO_11 = new Versions(0, 1);

    boolean isOld() {
        return lowest < 2;
    }
}
