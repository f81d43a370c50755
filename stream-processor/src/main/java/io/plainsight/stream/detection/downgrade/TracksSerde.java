package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.state.PackedSerde;
import io.plainsight.stream.state.Packer;
import io.plainsight.stream.state.Sightings;
import io.plainsight.stream.state.Unpacker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Tracks as bytes, which almost every handshake writes: some thirty for a dimension that was seen once. Times are whole, counts
 * short; facts and dimensions are numbers, so another order of {@link Dimension} or of a track's facts is another version.
 */
final class TracksSerde extends PackedSerde<Tracks> {
    /** Not the first octet of records that say of themselves what they are, which stores held before. */
    private static final int VERSION = 2;

    private static final Dimension[] DIMENSIONS = Dimension.values();
    /** With the number of a fact: it was seen at one time alone. */
    private static final int ONCE = 0x80;

    private static final int NOBODY = 0;
    private static final int SOMEBODY = 1;

    @Override
    protected void write(Tracks tracks, Packer out) {
        int seen = 0;
        for (Dimension dimension : DIMENSIONS) {
            seen |= tracks.get(dimension) == Track.NONE ? 0 : 1 << dimension.ordinal();
        }
        out.octet(VERSION).octet(seen);
        for (Dimension dimension : DIMENSIONS) {
            Track track = tracks.get(dimension);
            if (track != Track.NONE) {
                write(track, out);
            }
        }
        out.text(tracks.issuer());
        if (tracks.issuer() != null) {
            out.time(tracks.issuerAt());
        }
    }

    private static void write(Track track, Packer out) {
        List<Sightings.Span> spans = track.sightings().spans();
        out.number(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            Sightings.Span span = spans.get(i);
            boolean once = span.first().equals(span.last());
            out.octet(Track.number(span.fact()) | (once ? ONCE : 0)).time(span.first());
            if (!once) {
                out.time(span.last());
            }
            out.number(span.count());
        }
        out.number(track.lows().size());
        for (Track.Low low : track.lows()) {
            out.time(low.at()).wide(low.client()).octet(low.switched() ? 1 : 0);
        }
        out.octet(track.raised() == null ? NOBODY : SOMEBODY);
        if (track.raised() != null) {
            out.wide(track.raised());
        }
        out.number(track.clean());
    }

    @Override
    protected Tracks read(String topic, Unpacker in) {
        if (in.octet() != VERSION) {
            throw new SerializationException("tracks of another version on " + topic + ": expected=" + VERSION);
        }
        int seen = in.octet();
        Tracks tracks = Tracks.NONE;
        for (Dimension dimension : DIMENSIONS) {
            if ((seen & 1 << dimension.ordinal()) != 0) {
                tracks = tracks.with(dimension, readTrack(in));
            }
        }
        String issuer = in.text();
        return issuer == null ? tracks : tracks.issued(issuer, in.time());
    }

    private static Track readTrack(Unpacker in) {
        Sightings.Span[] spans = new Sightings.Span[in.count()];
        for (int i = 0; i < spans.length; i++) {
            int head = in.octet();
            Instant first = in.time();
            Instant last = (head & ONCE) != 0 ? first : in.time();
            spans[i] = new Sightings.Span(fact(head & ~ONCE), first, last, in.number());
        }
        List<Track.Low> lows = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            lows.add(new Track.Low(in.time(), in.wide(), in.octet() != 0));
        }
        Long raised = in.octet() == NOBODY ? null : in.wide();
        return new Track(new Sightings(List.of(spans)), List.copyOf(lows), raised, in.small());
    }

    private static String fact(int number) {
        if (number >= Track.FACTS) {
            throw new SerializationException("no fact of a track has this number: " + number);
        }
        return Track.fact(number);
    }
}
