/** Why a handshake failed: the taxonomy of causes and the pure classifier that reads one from an observation. Knows nothing of Kafka. */
package io.plainsight.stream.detection.handshakefailure.cause;
