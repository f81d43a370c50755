package io.plainsight.app.process;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what another process does: by asking again, for as long as a very busy machine may take. */
public final class Await {
    public static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long PAUSE_MS = 100;

    private Await() {}

    /** Asked again while it is false or throws. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** @param state what to say about the situation when time is up */
    public static void until(String what, Condition condition, Supplier<?> state) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
                last = null;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            Thread.sleep(PAUSE_MS);
        }
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what + "\n" + state.get(), last);
    }
}
