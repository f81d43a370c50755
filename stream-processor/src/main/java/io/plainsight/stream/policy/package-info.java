/**
 * The policy: its records, the addresses and zones in it, and the reader that names line and column of every mistake.
 * Everything but the reader is immutable and may be used from any thread. Knows nothing of Kafka.
 */
package io.plainsight.stream.policy;
