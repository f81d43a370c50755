package io.plainsight.stream.detection.destination;

import io.plainsight.events.Protection;

/**
 * How much a new destination deserves a look, 0 to 1: rarity × direction × plaintext × volume.
 *
 * @param rarity 1 through the number of the group's hosts that used it within 14 days
 * @param direction 1 out to a network or country that is new to the group, 0.8 out to a known one, 0.5 within our networks
 * @param plaintext 1 in clear, 0.6 where the bytes did not tell, 0.4 protected
 * @param volume the share of the way from 100 kB to 1 GB sent on the day, by orders of magnitude; 0.1 and more
 */
record Score(double rarity, double direction, double plaintext, double volume) {
    private static final double SMALL_VOLUME = 1e5;
    private static final double ORDERS = 4;

    static Score of(Usage usage) {
        Contact contact = usage.contact();
        Protection protection = contact.connection().plainsight() == null
                ? null
                : contact.connection().plainsight().protection();
        return new Score(
                1.0 / Math.max(1, usage.now().users(contact.day())),
                contact.external() ? usage.familiar() && !usage.newCountry() ? 0.8 : 1 : 0.5,
                protection == Protection.PLAINTEXT
                        ? 1
                        : protection == null || protection == Protection.UNKNOWN ? 0.6 : 0.4,
                Math.min(1, Math.max(0.1, Math.log10(Math.max(1, contact.out()) / SMALL_VOLUME) / ORDERS)));
    }

    double value() {
        return rarity * direction * plaintext * volume;
    }
}
