/**
 * The stream processor: observations in, alerts and posture out. {@link io.plainsight.stream.StreamProcessor} runs the
 * topology on Kafka, {@link io.plainsight.stream.OfflineAnalysis} runs the same one in memory.
 */
package io.plainsight.stream;
