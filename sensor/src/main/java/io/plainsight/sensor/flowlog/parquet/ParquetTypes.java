package io.plainsight.sensor.flowlog.parquet;

import java.util.Locale;
import java.util.Set;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Which types the columns have that the table "Flow log records", Amazon VPC User Guide, gives one; files made by
 * other tools have numbers as text as well, and accounts as numbers. What is not in the table may be either.
 */
final class ParquetTypes {
    /** Also those whose type the table does not tell are left out, as {@code encryption_status}. */
    private static final Set<String> TEXT =
            Set.of("interface-id", "srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr", "action", "log-status");

    private ParquetTypes() {}

    static void check(String column, PrimitiveTypeName type) throws UnsupportedColumnException {
        if (type != PrimitiveTypeName.BINARY
                && TEXT.contains(column.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new UnsupportedColumnException(
                    "column " + column + " has type " + type + " where text (BYTE_ARRAY) is expected");
        }
    }

    static UnsupportedColumnException unexpected(String column, String type) {
        return new UnsupportedColumnException(
                "column " + column + " has type " + type + " where INT32, INT64 or text (BYTE_ARRAY) is expected");
    }
}
