/** Posture figures: how much of the traffic was protected, and how. The accumulator is plain and may be used alone. */
package io.plainsight.stream.posture;
