package io.plainsight.sensor.flowlog.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** What the library asks for and, since values are taken from the columns, never calls. */
final class NoConverters extends GroupConverter {
    private final Converter none = new PrimitiveConverter() {};

    @Override
    public Converter getConverter(int fieldIndex) {
        return none;
    }

    @Override
    public void start() {
        // no groups are built
    }

    @Override
    public void end() {
        // no groups are built
    }
}
