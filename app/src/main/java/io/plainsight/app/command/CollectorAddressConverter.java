package io.plainsight.app.command;

import io.plainsight.sensor.flowlog.collector.CollectorAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code [ADDR:]PORT}. */
final class CollectorAddressConverter implements ITypeConverter<CollectorAddress> {
    @Override
    public CollectorAddress convert(String text) {
        try {
            return CollectorAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
