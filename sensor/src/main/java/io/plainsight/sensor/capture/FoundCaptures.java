package io.plainsight.sensor.capture;

import java.util.List;

/**
 * What a search gave.
 *
 * @param captures in the order of their relative paths
 * @param skipped relative paths of the files that are no captures, in order; for the user to see that nothing was meant
 */
public record FoundCaptures(List<CaptureFile> captures, List<String> skipped) {
    public FoundCaptures {
        captures = List.copyOf(captures);
        skipped = List.copyOf(skipped);
    }
}
