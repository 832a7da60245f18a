package io.sluice.app.streaming;

import io.sluice.app.BrokenWorld;
import io.sluice.ingestion.CleanRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the clean events as sorted text, so that two runs can be compared row for row. */
@Command(
        name = "rows",
        mixinStandardHelpOptions = true,
        description = "Writes every clean event as a line of JSON, sorted: what two runs of one input must agree on.")
public final class RowsCommand implements Callable<Integer> {
    @Mixin
    private BrokerOption broker;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
    private Path file;

    @Override
    public Integer call() {
        List<String> rows = broker.with(servers -> CleanRows.read(servers, broker.topics()));
        try {
            Files.write(file, rows);
        } catch (IOException failure) {
            throw new BrokenWorld("cannot write " + file, failure);
        }
        System.out.println(rows.size() + " rows");
        return 0;
    }
}
