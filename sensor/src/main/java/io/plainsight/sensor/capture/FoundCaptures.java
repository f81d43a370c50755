package io.plainsight.sensor.capture;

import java.util.List;

/**
 * What a search gave.
 *
 * @param captures in the order of their relative paths
 * @param skipped relative paths of the files that are no captures, in order; for the user to see that nothing was meant
 * @param problems what could not be looked into, one message each with place and remedy
 */
public record FoundCaptures(List<CaptureFile> captures, List<String> skipped, List<String> problems) {
    public FoundCaptures {
        captures = List.copyOf(captures);
        skipped = List.copyOf(skipped);
        problems = List.copyOf(problems);
    }
}
