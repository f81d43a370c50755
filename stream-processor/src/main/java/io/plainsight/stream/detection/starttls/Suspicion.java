package io.plainsight.stream.detection.starttls;

import io.plainsight.stream.detection.Finding;

/**
 * A finding, and whose connections can clear it.
 *
 * @param scope in the words of {@link Path}; null for everybody's
 */
record Suspicion(Finding finding, String scope) {}
