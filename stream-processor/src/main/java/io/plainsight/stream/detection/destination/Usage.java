package io.plainsight.stream.detection.destination;

import io.plainsight.stream.policy.Learning;

/**
 * A contact beside what its group knew before it.
 *
 * @param learned whether the group's learning was over; before, nothing is judged
 * @param item what was known of the destination before
 * @param now what is known of it with this contact
 * @param host loads of the host before
 * @param familiar whether the network (autonomous system, else block) of the destination was known
 * @param newCountry whether its country is known and was not known to the group
 * @param limits by which it is judged
 */
record Usage(
        Contact contact,
        boolean learned,
        ItemMemory item,
        ItemMemory now,
        ItemMemory host,
        boolean familiar,
        boolean newCountry,
        Learning limits) {

    /** Whether the group reached this destination for the first time. */
    boolean isFirst() {
        return learned && item.isUnknown(contact.day());
    }

    /** Whether it came up after the learning, now or not long ago. */
    boolean isNew() {
        return learned && now.isNew(contact.day());
    }
}
