/**
 * The last stage: findings become alerts with a deterministic id and a life. {@code Episode} and {@code Episodes} are plain
 * values and hold all the rules; the processor moves them between store, topic and clock on its stream thread.
 */
package io.plainsight.stream.episode;
