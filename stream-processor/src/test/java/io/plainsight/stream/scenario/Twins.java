package io.plainsight.stream.scenario;

/** An attack that must be found, and the innocent scenario nearest to it, which must stay silent. */
public record Twins(Scenario attack, Scenario innocent) {
    public Twins {
        if (attack.expected().isEmpty()) {
            throw new IllegalArgumentException("an attack expects an alert: " + attack);
        }
        if (!innocent.expected().isEmpty()) {
            throw new IllegalArgumentException("an innocent scenario expects nothing: " + innocent);
        }
    }

    @Override
    public String toString() {
        return attack + " / " + innocent;
    }
}
