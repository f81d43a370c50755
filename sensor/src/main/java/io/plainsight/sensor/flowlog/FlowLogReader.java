package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.aws.AwsEnvelopeDecoder;
import io.plainsight.sensor.flowlog.aws.AwsTextDecoder;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads flow logs of any kind, plain or gzip (told by content, not by name), and delivers an observation per record.
 *
 * <p>A row that cannot be understood is counted by reason and left out; one warning per file tells how many. A file that is
 * no flow log, or breaks off, is an error, after everything readable was delivered.
 *
 * <p><b>Threading:</b> one thread; {@link #stop} from any. <b>Memory:</b> one line at a time.
 */
public final class FlowLogReader {
    /** Warnings about malformed rows of one reader; the counters tell the rest. */
    private static final int MAX_WARNINGS = 20;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final Logger LOG = LoggerFactory.getLogger(FlowLogReader.class);

    private final Observation.Observer observer;
    private final FlowLogSettings settings;
    private int warnings;
    private volatile boolean stopped;

    /** @param observerName {@code observer.name} of the observations; may be null */
    public FlowLogReader(String observerName) {
        this(observerName, FlowLogSettings.DEFAULT);
    }

    /**
     * @param observerName {@code observer.name} of the observations; may be null
     */
    public FlowLogReader(String observerName, FlowLogSettings settings) {
        this.settings = settings;
        this.observer = new Observation.Observer(observerName, "sensor", null);
    }

    /** Whether {@link #stop} was called: what was read last may not be all. Any thread. */
    public boolean isStopped() {
        return stopped;
    }

    /** Makes reading return soon, without an error. */
    public void stop() {
        stopped = true;
    }

    /**
     * Reads a file, or every flow log below a directory in the order of names.
     *
     * @throws FlowLogException when any file could not be read to its end; names each, after all others were delivered
     */
    public FlowLogSummary readAll(Path path, ObservationSink sink, SensorCounters counters) throws FlowLogException {
        FlowLogFiles found = FlowLogFiles.find(path);
        List<String> problems = new ArrayList<>(found.problems());
        FlowLogSummary summary = FlowLogSummary.NONE;
        for (FlowLogFiles.FlowLogFile file : found.files()) {
            if (stopped) {
                break;
            }
            try {
                summary = summary.plus(read(file.file(), file.relativePath(), sink, counters));
            } catch (FlowLogException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new FlowLogException(String.join(System.lineSeparator(), problems));
        }
        return summary;
    }

    /**
     * Reads one file.
     *
     * @param relativePath {@code log.file.path} of its observations
     * @throws FlowLogException when the file cannot be opened, is no flow log, or breaks off; what was readable before has
     *     been delivered
     */
    public FlowLogSummary read(Path file, String relativePath, ObservationSink sink, SensorCounters counters)
            throws FlowLogException {
        FlowLogOrigin origin = new FlowLogOrigin(observer, file.toString(), relativePath, FileTimes.of(file));
        if (!Files.isReadable(file)) {
            counters.increment(SensorCounter.FLOW_LOG_FILES_FAILED);
            throw new FlowLogException(file + ": "
                    + (Files.exists(file)
                            ? "permission denied; give the user that runs this the right to read it"
                            : "no such file"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file, origin, sink, counters);
        } catch (IOException e) {
            throw new FlowLogException(file + ": cannot be read (" + FlowLogFiles.reason(e) + ")", e);
        }
    }

    /**
     * Reads a stream to its end, whatever it holds: the content decides.
     *
     * @param in as it lies in the store, compressed or not; closed by the caller
     * @param origin from {@link #origin}
     * @throws FlowLogException when it is no flow log, or breaks off; what was readable before has been delivered. Its cause is a
     *     {@link SourceFailedException} when the source failed and not the flow log
     */
    public FlowLogSummary read(InputStream in, FlowLogOrigin origin, ObservationSink sink, SensorCounters counters)
            throws FlowLogException {
        return read(in, null, origin, sink, counters);
    }

    /**
     * @param name as messages name it, such as {@code s3://bucket/key}
     * @param path {@code log.file.path} of its observations
     */
    public FlowLogOrigin origin(String name, String path, Instant time) {
        return new FlowLogOrigin(observer, name, path, time);
    }

    /**
     * Whether a file that begins like this grows line by line, so that what is there may be read before the rest comes.
     *
     * @param start its first bytes
     */
    public boolean isLines(byte[] start, FlowLogOrigin origin) {
        boolean packed = start.length > 1 && start[0] == GZIP_MAGIC[0] && start[1] == GZIP_MAGIC[1];
        return !packed && FlowLogDecoders.of(start, origin, null, null) instanceof AwsTextDecoder;
    }

    /**
     * Reads lines that were appended to a file.
     *
     * @param in whole lines; closed by the caller
     * @param lines before them; 0 when the file begins here
     * @param header the header line in force before them; null when there was none
     * @return where reading is to go on; null when it was stopped before the end
     * @throws FlowLogException when this is no flow log
     */
    public Resumed readOn(
            InputStream in,
            FlowLogOrigin origin,
            long lines,
            String header,
            ObservationSink sink,
            SensorCounters counters)
            throws FlowLogException {
        CountingFlowLogs counting = new CountingFlowLogs(sink, counters, settings.deadLetters());
        AwsTextDecoder decoder = new AwsTextDecoder(origin, settings.formats().of(origin.name()));
        if (lines > 0) {
            decoder.resume(lines, header);
        }
        try {
            decoder.decode(in, counting, () -> stopped);
        } catch (IOException e) {
            throw new FlowLogException(origin.name() + ": cannot be read (" + FlowLogFiles.reason(e) + ")", e);
        } catch (FlowLogException e) {
            counting.setAside(failed(origin, decoder, e.getMessage()));
            throw e;
        } finally {
            warn(counting);
        }
        return stopped ? null : new Resumed(decoder.place(), decoder.header());
    }

    /**
     * Where reading lines goes on.
     *
     * @param lines read so far
     * @param header in force; null when there was none
     */
    public record Resumed(long lines, String header) {}

    /**
     * Reads the body of a request of Firehose.
     *
     * @param body without compression; closed by the caller
     * @param requestId that of the request's header
     * @throws FlowLogException when it is no such body, or breaks off; it should be sent again
     * @throws IOException when it cannot be received
     */
    public void readRequest(
            InputStream body, FlowLogOrigin origin, String requestId, ObservationSink sink, SensorCounters counters)
            throws IOException, FlowLogException {
        CountingFlowLogs counting = new CountingFlowLogs(sink, counters, settings.deadLetters());
        try {
            AwsEnvelopeDecoder.ofRequest(origin, settings.formats().of(origin.name()), requestId)
                    .decode(body, counting, () -> false);
        } finally {
            warn(counting);
        }
    }

    /** @param file where the stream comes from, for what needs all of it at once; null when there is none */
    private FlowLogSummary read(
            InputStream raw, Path file, FlowLogOrigin origin, ObservationSink sink, SensorCounters counters)
            throws FlowLogException {
        CountingFlowLogs counting = new CountingFlowLogs(sink, counters, settings.deadLetters());
        FlowLogDecoder decoder = null;
        boolean complete = false;
        try {
            InputStream in = new Buffered(raw);
            boolean packed = startsWith(in, GZIP_MAGIC);
            if (packed) {
                in = new Buffered(new GZIPInputStream(in, BUFFER_BYTES));
            }
            decoder = FlowLogDecoders.of(
                    start(in), origin, packed ? null : file, settings.formats().of(origin.name()));
            decoder.decode(in, counting, () -> stopped);
            complete = true;
        } catch (SourceFailedException e) {
            throw new FlowLogException(
                    origin.name() + ": broke off after line " + place(decoder) + " (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            String message = origin.name() + ": cannot be read on after line " + place(decoder) + " ("
                    + FlowLogFiles.reason(e) + "); what came before was taken, fetch the file again for the rest";
            counting.setAside(failed(origin, decoder, message));
            throw new FlowLogException(message, e);
        } catch (FlowLogException e) {
            counting.setAside(failed(origin, decoder, e.getMessage()));
            throw e;
        } finally {
            counters.increment(complete ? SensorCounter.FLOW_LOG_FILES_READ : SensorCounter.FLOW_LOG_FILES_FAILED);
            warn(counting);
        }
        return counting.summary();
    }

    /**
     * Tells whether there is more by looking. A stream over a network or a pipe has nothing at the ready between two packets, which
     * {@link GZIPInputStream} takes for the end, so that it would leave out what follows a first compressed part (JDK-7036144).
     */
    private static final class Buffered extends BufferedInputStream {
        Buffered(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        @Override
        public synchronized int available() throws IOException {
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : 1;
        }
    }

    private static long place(FlowLogDecoder decoder) {
        return decoder == null ? 0 : decoder.place();
    }

    /** Without its content, which may be anything. */
    private static RefusedRecord failed(FlowLogOrigin origin, FlowLogDecoder decoder, String message) {
        return new RefusedRecord(RowProblem.FILE, origin.name(), place(decoder), message, "");
    }

    private void warn(CountingFlowLogs counting) {
        if (warnings < MAX_WARNINGS) {
            counting.refusals().ifPresent(text -> {
                warnings++;
                LOG.warn("rows left out of a flow log: {}", text);
            });
        }
    }

    private static byte[] start(InputStream in) throws IOException {
        in.mark(FlowLogDecoders.PROBE_BYTES);
        byte[] start = in.readNBytes(FlowLogDecoders.PROBE_BYTES);
        in.reset();
        return start;
    }

    private static boolean startsWith(InputStream in, byte[] magic) throws IOException {
        in.mark(magic.length);
        byte[] start = in.readNBytes(magic.length);
        in.reset();
        return Arrays.equals(start, magic);
    }
}
