package io.sluice.trainer.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.FeatureMap;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableFeatureMap;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.OutputInfo;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.DatasetProto;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Tribuo's view of a {@link FeatureTable}: an example exists while somebody looks at it, not as an object per row. What a
 * trainer copies besides is the trainer's: gradient descent keeps a vector of doubles per row, XGBoost a sparse matrix.
 * Unknown values are left out of an example.
 */
final class TableDataset<T extends Output<T>> extends Dataset<T> {
    private static final long serialVersionUID = 1;

    private final transient FeatureTable table;
    private final transient T[] outputs;
    private final transient String[] names;
    private final MutableFeatureMap features = new MutableFeatureMap();
    private final ImmutableFeatureMap ids;
    private final OutputInfo<T> domain;
    private final ImmutableOutputInfo<T> outputIds;

    /** @param outputs for rows without and with the label */
    TableDataset(FeatureTable table, String source, OutputFactory<T> factory, T[] outputs) {
        super(new SimpleDataSourceProvenance(source, factory), factory);
        this.table = table;
        this.outputs = outputs.clone();
        this.names = table.names().toArray(String[]::new);
        var seen = factory.generateInfo();
        for (int row = 0; row < table.size(); row++) {
            seen.observe(outputs[table.label(row) ? 1 : 0]);
            for (int feature = 0; feature < names.length; feature++) {
                if (!Float.isNaN(table.value(row, feature))) {
                    features.add(names[feature], table.value(row, feature));
                }
            }
        }
        this.domain = seen;
        this.ids = new ImmutableFeatureMap(features);
        this.outputIds = seen.generateImmutableOutputInfo();
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public Example<T> getExample(int row) {
        ArrayExample<T> example = example(outputs[table.label(row) ? 1 : 0], names, table.row(row));
        example.setWeight(table.weight(row));
        return example;
    }

    /** The known values; where none is known, one that says so, because Tribuo has no empty examples. */
    static <T extends Output<T>> ArrayExample<T> example(T output, String[] names, float[] row) {
        int[] known = IntStream.range(0, row.length)
                .filter(feature -> !Float.isNaN(row[feature]))
                .toArray();
        int[] told = known.length == 0 ? new int[] {0} : known;
        return new ArrayExample<>(
                output,
                Arrays.stream(told).mapToObj(feature -> names[feature]).toArray(String[]::new),
                Arrays.stream(told).mapToDouble(feature -> row[feature]).toArray());
    }

    @Override
    public synchronized Iterator<Example<T>> iterator() {
        return IntStream.range(0, size()).mapToObj(this::getExample).iterator();
    }

    @Override
    public List<Example<T>> getData() {
        List<Example<T>> examples = new ArrayList<>(size());
        forEach(examples::add);
        return examples;
    }

    @Override
    public Set<T> getOutputs() {
        return domain.getDomain();
    }

    @Override
    public ImmutableOutputInfo<T> getOutputIDInfo() {
        return outputIds;
    }

    @Override
    public OutputInfo<T> getOutputInfo() {
        return domain;
    }

    @Override
    public ImmutableFeatureMap getFeatureIDMap() {
        return ids;
    }

    @Override
    public FeatureMap getFeatureMap() {
        return features;
    }

    @Override
    public DatasetProvenance getProvenance() {
        return new DatasetProvenance(sourceProvenance, new ListProvenance<>(), this);
    }

    @Override
    public DatasetProto serialize() {
        throw new UnsupportedOperationException("the rows are in the tables that the manifest's cut names");
    }
}
