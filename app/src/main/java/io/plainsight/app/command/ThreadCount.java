package io.plainsight.app.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of threads, or {@code auto} for one on each processor. */
final class ThreadCount implements ITypeConverter<Integer> {
    static final int MAX = 64;
    /** More threads than this have never been tried on one file; whoever has the processors may ask for them. */
    static final int MAX_AUTO = 8;

    @Override
    public Integer convert(String value) {
        if (value.equals("auto")) {
            return Math.min(MAX_AUTO, Runtime.getRuntime().availableProcessors());
        }
        if (value.matches("[1-9][0-9]?") && Integer.parseInt(value) <= MAX) {
            return Integer.parseInt(value);
        }
        throw new TypeConversionException("expected 1 to " + MAX + ", or auto: '" + value + "'");
    }
}
