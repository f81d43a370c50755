package io.plainsight.sensor.flowlog.gcp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.FlowLogDecoder;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RecordLimit;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Reads Google Cloud log entries: one behind the other, as a sink writes them to a bucket, or in an array. */
public final class GcpDecoder implements FlowLogDecoder {
    private static final String REMEDY = "; expected Google Cloud VPC flow logs as JSON, plain or gzip";

    private final FlowLogOrigin origin;
    private final GcpRecordMapper mapper;
    private long entries;

    public GcpDecoder(FlowLogOrigin origin) {
        this.origin = origin;
        this.mapper = new GcpRecordMapper(origin);
    }

    @Override
    public void decode(InputStream in, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException {
        RecordLimit limited = new RecordLimit(in, RecordLimit.MAX_RECORD_BYTES);
        try (JsonParser parser = Json.mapper().getFactory().createParser(limited)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            for (JsonToken token = parser.nextToken();
                    token != null && !stopped.getAsBoolean();
                    token = parser.nextToken()) {
                if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                    onEntry(parser.readValueAsTree(), sink);
                    limited.nextRecord();
                }
            }
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new FlowLogException(
                    origin.name() + ": the JSON breaks off or is damaged" + where + " behind entry " + entries
                            + "; what came before was taken, fetch the file again for the rest",
                    e);
        }
        if (entries == 0 && !stopped.getAsBoolean()) {
            throw new FlowLogException(origin.name() + ": no entry in it" + REMEDY);
        }
    }

    @Override
    public long place() {
        return entries;
    }

    private void onEntry(JsonNode entry, FlowLogSink sink) {
        entries++;
        if (!entry.isObject()) {
            sink.refuse(new RefusedRecord(
                    RowProblem.JSON, origin.name(), entries, "an entry that is no object", entry.toString()));
            return;
        }
        try {
            sink.accept(mapper.map(entry));
        } catch (MalformedRowException e) {
            sink.refuse(new RefusedRecord(e.problem, origin.name(), entries, e.getMessage(), entry.toString()));
        }
    }
}
