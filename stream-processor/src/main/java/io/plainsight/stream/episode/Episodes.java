package io.plainsight.stream.episode;

import io.plainsight.stream.detection.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The episodes of one entity and cause, most recently changed last. Immutable. Captures of different years keep separate
 * episodes side by side.
 */
record Episodes(List<Episode> all) {
    /** More episodes of one entity and cause at once are only useful to replays; the least recently changed goes. */
    static final int MAX_EPISODES = 4;

    static final Episodes NONE = new Episodes(List.of());

    Episodes {
        all = all == null ? List.of() : all;
    }

    /**
     * What a finding did.
     *
     * @param emit records to write now, in this order
     * @param opened the episode that it began; null when it joined one
     * @param duplicate whether it was about a connection already counted
     */
    record Step(Episodes next, List<Episode> emit, Episode opened, boolean duplicate) {}

    /**
     * Folds a finding in. What opens or becomes more severe is written at once, and so is a doubled count; the rest waits
     * for {@link #flush}.
     */
    Step fold(Finding finding, Function<Finding, Episode> opener) {
        if (finding.resolved()) {
            return resolve(finding);
        }
        for (int i = 0; i < all.size(); i++) {
            Episode episode = all.get(i);
            if (episode.reaches(finding.time())) {
                if (episode.counted(finding)) {
                    return new Step(this, List.of(), null, true);
                }
                return join(i, episode, finding);
            }
        }
        return begin(finding, opener.apply(finding));
    }

    private Step join(int index, Episode episode, Finding finding) {
        Episode joined = episode.with(finding);
        boolean rises =
                joined.alert().detail().severity() != episode.alert().detail().severity()
                        || joined.isOpen() != episode.isOpen();
        boolean now = rises || joined.hasDoubled();
        List<Episode> next = new ArrayList<>(all);
        next.remove(index);
        next.add(now ? joined.emitted() : joined);
        return new Step(new Episodes(List.copyOf(next)), now ? List.of(joined) : List.of(), null, false);
    }

    /** Whatever of it is open ends, however long ago its last evidence was: what fell silent may come back after weeks. */
    private Step resolve(Finding finding) {
        List<Episode> next = new ArrayList<>(all);
        for (int i = 0; i < all.size(); i++) {
            Episode episode = all.get(i);
            if (episode.isOpen()
                    && (episode.reaches(finding.time()) || finding.time().isAfter(episode.end()))) {
                Episode over = episode.resolved(finding).emitted();
                next.remove(i);
                next.add(over);
                return new Step(new Episodes(List.copyOf(next)), List.of(over), null, false);
            }
        }
        return new Step(this, List.of(), null, false);
    }

    /** Whatever of it is open ends, for a reason that no finding tells. */
    Step end(String reason) {
        List<Episode> over = new ArrayList<>();
        List<Episode> next = new ArrayList<>();
        for (Episode episode : all) {
            boolean open = episode.isOpen();
            Episode kept = open ? episode.resolved(reason).emitted() : episode;
            if (open) {
                over.add(kept);
            }
            next.add(kept);
        }
        return new Step(new Episodes(List.copyOf(next)), over, null, false);
    }

    private Step begin(Finding finding, Episode opened) {
        List<Episode> next = new ArrayList<>();
        List<Episode> emit = new ArrayList<>();
        for (Episode episode : all) {
            boolean over = episode.isOpen() && !episode.end().isAfter(finding.time());
            Episode kept = over ? episode.resolved(finding.time()).emitted() : episode;
            if (over) {
                emit.add(kept);
            }
            next.add(kept);
        }
        if (next.size() >= MAX_EPISODES) {
            Episode dropped = next.remove(0);
            if (dropped.isPending()) {
                emit.add(dropped);
            }
        }
        emit.add(opened);
        next.add(opened.emitted());
        return new Step(new Episodes(List.copyOf(next)), emit, opened, false);
    }

    /** The episodes with unwritten changes, all then marked as written. */
    Step flush() {
        List<Episode> pending = all.stream().filter(Episode::isPending).toList();
        List<Episode> next = all.stream()
                .map(episode -> episode.isPending() ? episode.emitted() : episode)
                .toList();
        return new Step(new Episodes(next), pending, null, false);
    }

    boolean hasPending() {
        return all.stream().anyMatch(Episode::isPending);
    }
}
