package io.plainsight.sensor.x509;

import java.time.Instant;
import java.util.Set;

/**
 * What the validation of a chain against roots showed, and how long that holds.
 *
 * @param trusted null when it cannot be checked here
 * @param complete whether the certificates sent lead up to a root by themselves
 * @param hasPath whether signatures lead up to a root, valid or not
 * @param from first moment at which a validation gives the same
 * @param until first moment afterwards at which it may give another
 */
record PathVerdict(
        Boolean trusted, boolean complete, Set<ChainFinding> findings, boolean hasPath, Instant from, Instant until) {

    boolean holdsAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
