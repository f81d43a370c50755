package io.plainsight.sensor.flowlog.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The columns of a file without nesting. Immutable. */
final class FlatSchema {
    private static final int MAX_COLUMNS = 256;

    private final MessageType message;
    private final List<String> names;

    private FlatSchema(MessageType message, List<String> names) {
        this.message = message;
        this.names = List.copyOf(names);
    }

    /**
     * @throws UnsupportedColumnException when a column holds something else than one whole number, text or nothing
     */
    static FlatSchema of(FileMetaData footer) throws UnsupportedColumnException {
        List<SchemaElement> elements = footer.getSchema();
        if (elements.size() < 2 || elements.size() > MAX_COLUMNS + 1) {
            throw new UnsupportedColumnException("the file has " + (elements.size() - 1) + " columns");
        }
        Types.MessageTypeBuilder message = Types.buildMessage();
        List<String> names = new ArrayList<>();
        for (SchemaElement element : elements.subList(1, elements.size())) {
            PrimitiveTypeName type = type(element);
            ParquetTypes.check(element.getName(), type);
            message.addField(Types.primitive(type, repetition(element)).named(element.getName()));
            names.add(element.getName());
        }
        return new FlatSchema(message.named("record"), names);
    }

    private static PrimitiveTypeName type(SchemaElement element) throws UnsupportedColumnException {
        boolean nested = element.isSetNum_children() && element.getNum_children() > 0;
        if (nested || !element.isSetType() || element.getRepetition_type() == FieldRepetitionType.REPEATED) {
            throw ParquetTypes.unexpected(element.getName(), "a nested or repeated type");
        }
        if (hasMeaning(element)) {
            throw ParquetTypes.unexpected(element.getName(), meaning(element));
        }
        return switch (element.getType()) {
            case INT32 -> PrimitiveTypeName.INT32;
            case INT64 -> PrimitiveTypeName.INT64;
            case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
            default ->
                throw ParquetTypes.unexpected(
                        element.getName(), element.getType().name());
        };
    }

    /** Whether the number stands for something else than itself, as a date or a decimal fraction. */
    private static boolean hasMeaning(SchemaElement element) {
        if (element.isSetConverted_type()) {
            return switch (element.getConverted_type()) {
                case UTF8, ENUM, JSON, INT_8, INT_16, INT_32, INT_64, UINT_8, UINT_16, UINT_32, UINT_64 -> false;
                default -> true;
            };
        }
        return element.isSetLogicalType()
                && !element.getLogicalType().isSetSTRING()
                && !element.getLogicalType().isSetENUM()
                && !element.getLogicalType().isSetJSON()
                && !element.getLogicalType().isSetINTEGER();
    }

    private static String meaning(SchemaElement element) {
        return element.isSetConverted_type()
                ? element.getConverted_type().name()
                : String.valueOf(element.getLogicalType().getSetField());
    }

    private static Repetition repetition(SchemaElement element) {
        return element.getRepetition_type() == FieldRepetitionType.REQUIRED ? Repetition.REQUIRED : Repetition.OPTIONAL;
    }

    MessageType message() {
        return message;
    }

    /** As the file writes them, in its order. */
    List<String> names() {
        return names;
    }
}
