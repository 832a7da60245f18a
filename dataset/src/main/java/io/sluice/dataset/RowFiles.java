package io.sluice.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Reads and writes whole data files of the tables, row by row, without an engine. */
final class RowFiles {
    private RowFiles() {}

    /** Every row of a file, decoded, in its order. */
    static <T> List<T> read(Table table, Tables name, String location, Function<Record, T> decode) {
        List<T> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = Parquet.read(table.io().newInputFile(location))
                .project(name.schema())
                .createReaderFunc(file -> GenericParquetReaders.buildReader(name.schema(), file))
                .build()) {
            for (Record record : records) {
                rows.add(decode.apply(record));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + location, failure);
        }
        return rows;
    }

    /**
     * A new file with the given rows, which belong to one partition. It is nobody's until a commit adds it.
     *
     * @param number tells apart what one process writes
     */
    static DataFile write(Table table, StructLike partition, long number, List<Record> rows) {
        OutputFileFactory files = OutputFileFactory.builderFor(table, 0, number)
                .format(FileFormat.PARQUET)
                .build();
        try {
            DataWriter<Record> writer = Parquet.writeData(files.newOutputFile(table.spec(), partition))
                    .forTable(table)
                    .metricsConfig(MetricsConfig.forTable(table))
                    .createWriterFunc(GenericParquetWriter::create)
                    .withPartition(partition)
                    .build();
            try (writer) {
                rows.forEach(writer::write);
            }
            return writer.toDataFile();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write a file of " + table.name(), failure);
        }
    }
}
