package io.plainsight.sensor.flowlog.azure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.FlowLogDecoder;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RefusedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Reads the hourly blobs of Azure flow logs, or objects as forwarders cut them out of one ({@code "flow.0":"…"}), one behind
 * the other. A tuple is passed on as soon as it was read, so the length of a blob does not matter; a blob that is still
 * written to has every tuple up to its last block.
 */
public final class AzureDecoder implements FlowLogDecoder {
    private static final String REMEDY = "; expected Azure NSG or virtual network flow logs as JSON, plain or gzip";

    private final FlowLogOrigin origin;
    private final TupleMapper mapper;
    private final TupleContext context = new TupleContext();
    /** The names of the arrays around; an empty one for an array in an array. */
    private final Deque<String> arrays = new ArrayDeque<>();

    private String field = "";
    private long tuples;

    public AzureDecoder(FlowLogOrigin origin) {
        this.origin = origin;
        this.mapper = new TupleMapper(origin);
    }

    @Override
    public void decode(InputStream in, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException {
        try (JsonParser parser = Json.mapper().getFactory().createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            for (JsonToken token = parser.nextToken();
                    token != null && !stopped.getAsBoolean();
                    token = parser.nextToken()) {
                onToken(token, parser, sink);
            }
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
        if (tuples == 0 && !stopped.getAsBoolean()) {
            throw new FlowLogException(origin.name() + ": no flow tuple in it" + REMEDY);
        }
    }

    @Override
    public long place() {
        return tuples;
    }

    private FlowLogException broken(JsonProcessingException e) {
        String where =
                e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
        return new FlowLogException(
                origin.name() + ": the JSON breaks off or is damaged" + where + " behind flow tuple " + tuples
                        + "; what came before was taken, fetch the blob again for the rest",
                e);
    }

    private void onToken(JsonToken token, JsonParser parser, FlowLogSink sink) throws IOException, FlowLogException {
        switch (token) {
            case START_OBJECT -> {
                if (context.depth() == TupleContext.MAX_DEPTH) {
                    throw new FlowLogException(
                            origin.name() + ": nested too deeply behind flow tuple " + tuples + REMEDY);
                }
                context.enter();
            }
            case END_OBJECT -> context.leave();
            case START_ARRAY -> {
                arrays.push(field);
                field = "";
            }
            case END_ARRAY -> arrays.pop();
            case FIELD_NAME -> field = parser.currentName();
            case VALUE_STRING, VALUE_NUMBER_INT -> onValue(parser.getText(), sink);
            default -> {
                // nothing that matters here is a fraction, a truth value or null
            }
        }
    }

    private void onValue(String value, FlowLogSink sink) {
        boolean inTuples = "flowTuples".equals(arrays.peek()) && field.isEmpty();
        if (inTuples || field.startsWith("flow.")) {
            onTuple(value, sink);
        } else {
            context.put(field, value);
        }
    }

    private void onTuple(String text, FlowLogSink sink) {
        tuples++;
        try {
            sink.accept(mapper.map(text, context));
        } catch (MalformedRowException e) {
            sink.refuse(new RefusedRecord(e.problem, origin.name(), tuples, e.getMessage(), text));
        }
    }
}
