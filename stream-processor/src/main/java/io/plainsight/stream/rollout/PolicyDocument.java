package io.plainsight.stream.rollout;

import io.plainsight.events.PublishedPolicy;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A policy together with the text that it was read from, which is what is rolled out. Immutable.
 *
 * @param hash SHA-256 of the text, lower-case hexadecimal; two documents are the same exactly when theirs are
 */
public record PolicyDocument(Policy policy, String text, String hash) {

    /** @throws PolicyException when the file cannot be read or breaks a rule, naming each place */
    public static PolicyDocument read(Path file) throws PolicyException {
        return parse(file, PolicyReader.text(file));
    }

    /** A text that was read from a file, which its paths are relative to. */
    static PolicyDocument parse(Path file, String text) throws PolicyException {
        Path parent = file.toAbsolutePath().getParent();
        return parse(file.toString(), text, parent == null ? file : parent);
    }

    /**
     * @param file name used in messages
     * @throws PolicyException when the text breaks a rule, naming each place
     */
    public static PolicyDocument parse(String file, String text) throws PolicyException {
        return parse(file, text, Path.of(""));
    }

    /** @param directory what paths in the policy are relative to */
    private static PolicyDocument parse(String file, String text, Path directory) throws PolicyException {
        return new PolicyDocument(PolicyReader.parse(file, text, directory), text, hash(text));
    }

    /** What goes to the topic. */
    public PublishedPolicy published(Instant at, String by) {
        return new PublishedPolicy(policy.name(), policy.version(), hash, at, by, text);
    }

    /** {@code NAME, version VERSION}. */
    public String title() {
        return policy.name() + ", version " + policy.version();
    }

    /** Whether alerts made under the two name the same policy although the two differ. */
    public boolean looksLike(PublishedPolicy other) {
        return !hash.equals(other.hash())
                && policy.name().equals(other.name())
                && policy.version().equals(other.version());
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
