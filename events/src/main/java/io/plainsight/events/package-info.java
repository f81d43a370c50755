/**
 * The contract between the parts: what crosses Kafka, its JSON mapping and its topics. Depends on nothing else of ours;
 * everything here is immutable and may be used from any thread.
 */
package io.plainsight.events;
