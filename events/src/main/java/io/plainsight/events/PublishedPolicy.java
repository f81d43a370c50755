package io.plainsight.events;

import java.time.Instant;

/**
 * A policy as it reaches the running detectors: the only value on the topic of policies, under the key
 * {@link Topics#POLICY_KEY}. Whoever reads it parses the text again and refuses what it does not understand.
 *
 * @param name as the policy calls itself
 * @param version as the policy calls itself
 * @param hash SHA-256 of the text in UTF-8, lower-case hexadecimal; what tells two policies apart
 * @param publishedAt wall-clock time of the publication
 * @param publishedBy account and host it was published from
 * @param text the policy file, whole, comments included
 */
public record PublishedPolicy(
        String name, String version, String hash, Instant publishedAt, String publishedBy, String text) {}
