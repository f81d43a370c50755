package io.plainsight.bench.trace;

/** Frames of one connection in the order of their times. */
interface FrameSource {
    /** The next frame, null behind the last. */
    TimedFrame next();
}
