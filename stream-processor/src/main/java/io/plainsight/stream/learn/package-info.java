/** Drafts a policy from observed traffic, for a person to read, correct and approve. */
package io.plainsight.stream.learn;
