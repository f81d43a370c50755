package io.plainsight.sensor.flowlog.parquet;

import io.plainsight.sensor.flowlog.FlowLogDecoder;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.aws.AwsRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * Reads AWS flow logs in Parquet, whatever directories they lie in: Hive's partitions repeat what the records say.
 *
 * <p>Parquet is read from its end, so a stream goes to a temporary file first, of at most {@value #MAX_TEMPORARY_BYTES} bytes.
 *
 * <p><b>Threading:</b> one thread; used once. <b>Memory:</b> a page and a dictionary of each column.
 */
public final class ParquetDecoder implements FlowLogDecoder {
    /** AWS makes objects of at most 75 MB. */
    public static final long MAX_TEMPORARY_BYTES = 1L << 30;
    /** A row of a real flow log takes bytes; a file that claims more rows is damaged or made to do harm. */
    private static final long MAX_ROWS_PER_BYTE = 64;

    private static final String REMEDY =
            "; expected AWS VPC Flow Logs in Parquet, as \"Flow log records\" in the Amazon VPC"
                    + " User Guide lists the columns";

    private final FlowLogOrigin origin;
    private final Path path;
    private long row;

    /** @param path where the content lies; null when the stream is all there is of it */
    public ParquetDecoder(FlowLogOrigin origin, Path path) {
        this.origin = origin;
        this.path = path;
    }

    @Override
    public long place() {
        return row;
    }

    /**
     * @throws FlowLogException when it has other columns than a flow log; names the first such column. Nothing was read then.
     * @throws IOException when it is damaged, or too long for a temporary file; what was readable before has been delivered
     */
    @Override
    public void decode(InputStream in, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException {
        if (path != null) {
            decode(path, sink, stopped);
            return;
        }
        Path temporary = Files.createTempFile("plainsight-flow-log-", ".parquet");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                copy(in, out);
            }
            decode(temporary, sink, stopped);
        } finally {
            Files.delete(temporary);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = MAX_TEMPORARY_BYTES;
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new IOException("a Parquet file of more than " + MAX_TEMPORARY_BYTES + " bytes");
            }
            out.write(buffer, 0, read);
        }
    }

    private void decode(Path path, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            FileMetaData footer = ParquetFooter.read(file);
            FlatSchema schema = FlatSchema.of(footer);
            AwsRows rows = new AwsRows(origin, schema.names());
            for (RowGroup group : footer.getRow_groups()) {
                read(file, schema, group, footer.getCreated_by(), rows, sink, stopped);
            }
        } catch (UnsupportedColumnException | IllegalArgumentException e) {
            throw new FlowLogException(origin.name() + ": " + e.getMessage() + REMEDY, e);
        }
    }

    private void read(
            FileChannel file,
            FlatSchema schema,
            RowGroup group,
            String createdBy,
            AwsRows rows,
            FlowLogSink sink,
            BooleanSupplier stopped)
            throws IOException {
        if (group.getNum_rows() < 0 || group.getNum_rows() / MAX_ROWS_PER_BYTE > file.size()) {
            throw new IOException("a row group of " + group.getNum_rows() + " rows");
        }
        if (group.getNum_rows() == 0) {
            return;
        }
        RowGroupReader reader = new RowGroupReader(file, schema, group, createdBy);
        String[] values = new String[schema.names().size()];
        for (long left = group.getNum_rows(); left > 0 && !stopped.getAsBoolean(); left--) {
            reader.next(values);
            row++;
            rows.row(values, row, sink);
        }
    }
}
