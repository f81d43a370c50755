package io.plainsight.stream.recovery;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one service, least recently begun first. Immutable. */
public record OpenCauses(List<OpenCause> all) {
    /** More different things wrong with one endpoint than any rule tells apart; the oldest goes. */
    static final int MAX_CAUSES = 32;

    static final OpenCauses NONE = new OpenCauses(List.of());

    public OpenCauses {
        all = all == null ? List.of() : List.copyOf(all);
    }

    boolean hasOpen() {
        return all.stream().anyMatch(cause -> !cause.over());
    }

    boolean isFull() {
        return all.size() >= MAX_CAUSES;
    }

    OpenCauses with(int index, OpenCause cause) {
        List<OpenCause> next = new ArrayList<>(all);
        next.set(index, cause);
        return new OpenCauses(next);
    }

    OpenCauses and(OpenCause cause) {
        List<OpenCause> next = new ArrayList<>(isFull() ? all.subList(1, all.size()) : all);
        next.add(cause);
        return new OpenCauses(next);
    }
}
