package io.plainsight.sensor;

import io.plainsight.events.Observation;
import io.plainsight.sensor.names.Names;
import io.plainsight.sensor.observe.ObservationAssembler;
import io.plainsight.sensor.publish.ObservationSink;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What one of several workers has to say, held back until it is known which names the others had learned by then.
 *
 * <p>A client asks its name server for a name, then speaks to another address: the answer may be seen by one worker and the
 * connection by another one, which is ahead or behind. So each worker gives what it learns to all others, with the place in
 * the capture where it was learned, and observations wait until every other worker has passed their place. Each worker
 * then has, for each of its observations, exactly the names that a single one would have had.
 *
 * <p><b>Threading:</b> its worker; {@link #reached} is told to the others. <b>Bounds:</b> {@link #MAX_WAITING} observations
 * wait; then the worker does, for those behind it. The one who is last never waits, so there is always one who goes on.
 */
final class WorkerOutput implements ObservationSink, Names {
    static final int MAX_WAITING = 4096;
    /** Place behind all packets. */
    static final long END = Long.MAX_VALUE;

    private static final long PAUSE_NS = 50_000;

    /** Something that happened at a place in the capture. */
    private abstract static class Event {
        final long place;

        Event(long place) {
            this.place = place;
        }
    }

    /** An observation, and what its destination's name depends on; null where it has one or can have none. */
    private static final class Told extends Event {
        final Observation observation;
        final Question question;

        Told(long place, Observation observation, Question question) {
            super(place);
            this.observation = observation;
            this.question = question;
        }
    }

    private record Question(long clientHigh, long clientLow, long high, long low, long timeNs) {}

    /** A name that was learned; a link of the chain that the other workers read. */
    private static final class Learned extends Event {
        final boolean forAll;
        final Question about;
        final String name;
        final long ttlSeconds;
        volatile Learned following;

        Learned(long place, boolean forAll, Question about, String name, long ttlSeconds) {
            super(place);
            this.forAll = forAll;
            this.about = about;
            this.name = name;
            this.ttlSeconds = ttlSeconds;
        }

        void tell(Names names) {
            if (forAll) {
                names.learnForAll(about.high, about.low, name, ttlSeconds, about.timeNs);
            } else {
                names.learn(about.clientHigh, about.clientLow, about.high, about.low, name, ttlSeconds, about.timeNs);
            }
        }
    }

    private final Names names;
    private final ObservationSink sink;
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();

    private WorkerOutput[] others = {};
    private BooleanSupplier failed = () -> false;
    /** What was last read of each other worker's chain. */
    private Learned[] read = {};

    private Learned latest;
    private long place;
    private Question question;
    private boolean alone = true;
    /** Everything learned before this place is in the chain. */
    private volatile long reached;

    /**
     * An output that nobody else shares so far.
     *
     * @param names filled with what all workers learn; nobody else's
     * @param sink nobody else's either
     */
    WorkerOutput(Names names, ObservationSink sink) {
        this.names = names;
        this.sink = sink;
    }

    /** Before a file: forgets what was reached. To be called for all workers, then {@link #join}, before any of them begins. */
    void begin() {
        waiting.clear();
        latest = new Learned(-1, false, null, null, 0);
        place = 0;
        reached = 0;
        alone = false;
    }

    /** @param hasFailed whether some worker has given up; nobody waits for the others any more then */
    void join(WorkerOutput[] otherWorkers, BooleanSupplier hasFailed) {
        others = otherWorkers;
        failed = hasFailed;
        read = new Learned[otherWorkers.length];
        for (int i = 0; i < otherWorkers.length; i++) {
            read[i] = otherWorkers[i].latest;
        }
    }

    /** What comes from here on happens at this place, which never decreases. */
    void at(long newPlace) {
        place = newPlace;
    }

    /** All before this place has been given; hands on what nobody else has to say anything about. */
    void reached(long newPlace) {
        place = newPlace;
        reached = newPlace;
        handOn();
    }

    /** The others may have gone on: hands on what nobody else has to say anything about. */
    void handOn() {
        long limit = placeOfOthers();
        Event event = waiting.peek();
        while (event != null && event.place <= limit) {
            learnFromOthers(event.place);
            waiting.remove();
            if (event instanceof Learned learned) {
                learned.tell(names);
            } else if (event instanceof Told told) {
                sink.accept(named(told));
            }
            event = waiting.peek();
        }
        learnFromOthers(Math.min(limit, event == null ? reached : Math.min(reached, event.place)));
    }

    /** Once {@link #END} was reached: hands on what is left. False while others are not as far. */
    boolean finish() {
        // looked at before handing on: what the others reach meanwhile lets go of what would then be forgotten
        boolean over = placeOfOthers() == END || failed.getAsBoolean();
        handOn();
        alone = over;
        return over;
    }

    @Override
    public void accept(Observation observation) {
        if (alone) {
            sink.accept(observation);
            return;
        }
        waiting.add(new Told(place, observation, question));
        question = null;
        if (waiting.size() > MAX_WAITING) {
            letOthersCatchUp();
        }
    }

    @Override
    public void learn(long clientHigh, long clientLow, long high, long low, String name, long ttlSeconds, long nowNs) {
        learned(false, new Question(clientHigh, clientLow, high, low, nowNs), name, ttlSeconds);
    }

    @Override
    public void learnForAll(long high, long low, String name, long ttlSeconds, long nowNs) {
        learned(true, new Question(0, 0, high, low, nowNs), name, ttlSeconds);
    }

    /** Notes the question for the observation that is about to come, which is named later. */
    @Override
    public String nameFor(long clientHigh, long clientLow, long high, long low, long timeNs) {
        if (alone) {
            return names.nameFor(clientHigh, clientLow, high, low, timeNs);
        }
        question = new Question(clientHigh, clientLow, high, low, timeNs);
        return null;
    }

    @Override
    public String ownName(long high, long low, long timeNs) {
        return alone ? names.ownName(high, low, timeNs) : null;
    }

    @Override
    public void flush() {
        sink.flush();
    }

    @Override
    public void clear() {
        names.clear();
    }

    private void learned(boolean forAll, Question about, String name, long ttlSeconds) {
        Learned learned = new Learned(place, forAll, about, name, ttlSeconds);
        if (alone) {
            learned.tell(names);
            return;
        }
        waiting.add(learned);
        latest.following = learned;
        latest = learned;
    }

    private void letOthersCatchUp() {
        reached(place);
        while (waiting.size() > MAX_WAITING && !failed.getAsBoolean()) {
            LockSupport.parkNanos(PAUSE_NS);
            handOn();
        }
    }

    private long placeOfOthers() {
        long limit = END;
        for (WorkerOutput other : others) {
            limit = Math.min(limit, other.reached);
        }
        return limit;
    }

    /** Takes what the others learned before a place that they have passed, in the order of the capture. */
    private void learnFromOthers(long before) {
        Learned earliest = earliest(before);
        while (earliest != null) {
            earliest.tell(names);
            earliest = earliest(before);
        }
    }

    private Learned earliest(long before) {
        int from = -1;
        Learned earliest = null;
        for (int i = 0; i < read.length; i++) {
            Learned next = read[i].following;
            if (next != null && next.place < before && (earliest == null || next.place < earliest.place)) {
                from = i;
                earliest = next;
            }
        }
        if (from >= 0) {
            read[from] = earliest;
        }
        return earliest;
    }

    private Observation named(Told told) {
        Question asked = told.question;
        if (asked == null) {
            return told.observation;
        }
        String name = names.nameFor(asked.clientHigh, asked.clientLow, asked.high, asked.low, asked.timeNs);
        if (name != null) {
            return ObservationAssembler.named(told.observation, name, ObservationAssembler.BY_DNS);
        }
        String own = names.ownName(asked.high, asked.low, asked.timeNs);
        return own == null
                ? told.observation
                : ObservationAssembler.named(told.observation, own, ObservationAssembler.BY_MULTICAST);
    }
}
