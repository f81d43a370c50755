package io.plainsight.stream.policy;

/**
 * What a cloud provider's statement in a flow log that it encrypts is worth. It never makes a connection {@code protected}: the
 * network layer says nothing of the application, and what is said of the application was not read off its packets (Amazon VPC
 * User Guide, "Enforce VPC encryption in transit").
 */
public enum ProviderEncryption {
    /** Nothing: neither counted nor compared with packets. */
    IGNORE,
    /** Counted apart, as stated by the provider, and compared with packets. */
    STATED,
    /** As {@link #STATED}; encryption by the provider's network also keeps {@code suspected-plaintext} quiet. */
    ACCEPT_NETWORK_LAYER
}
