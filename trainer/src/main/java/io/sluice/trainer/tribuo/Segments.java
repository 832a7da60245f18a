package io.sluice.trainer.tribuo;

import java.util.Arrays;
import java.util.Map;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.clustering.kmeans.KMeansModel;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.math.distance.DistanceType;

/**
 * Groups of like rows by k-means (Tribuo, k-means++ start), on standardised features: slices for evaluation, a prior for
 * those of whom little is known. Immutable.
 */
public final class Segments {
    private final Standardisation scale;
    private final float[][] centres;

    private Segments(Standardisation scale, float[][] centres) {
        this.scale = scale;
        this.centres = centres;
    }

    /**
     * Learns {@code count} segments; labels are not looked at.
     *
     * @throws IllegalArgumentException unless there are at least {@code count} rows, and at least one segment is wanted
     */
    public static Segments learnt(FeatureTable table, int count, long seed) {
        if (count < 1 || table.size() < count) {
            throw new IllegalArgumentException(
                    "needs at least one segment and a row for each, got " + count + " and " + table.size() + " rows");
        }
        Standardisation scale = Standardisation.of(table);
        FeatureTable standard = scale.applied(table);
        TableDataset<ClusterID> data =
                new TableDataset<>(standard, "segments", new ClusteringFactory(), new ClusterID[] {
                    ClusteringFactory.UNASSIGNED_CLUSTER_ID, ClusteringFactory.UNASSIGNED_CLUSTER_ID
                });
        KMeansModel model = new KMeansTrainer(
                        count, 20, DistanceType.L2.getDistance(), KMeansTrainer.Initialisation.PLUSPLUS, 1, seed)
                .train(data, Map.of());
        float[][] centres = new float[count][standard.width()];
        for (int segment = 0; segment < count; segment++) {
            for (int feature = 0; feature < standard.width(); feature++) {
                int id = model.getFeatureIDMap().getID(standard.names().get(feature));
                centres[segment][feature] = id < 0 ? 0 : (float) model.getCentroidVectors()[segment].get(id);
            }
        }
        return new Segments(scale, centres);
    }

    public int size() {
        return centres.length;
    }

    /** The segment whose centre lies nearest, from 0; of equally near ones the first. */
    public int of(float[] row) {
        float[] standard = scale.of(row);
        int nearest = 0;
        double least = Double.MAX_VALUE;
        for (int segment = 0; segment < centres.length; segment++) {
            double distance = 0;
            for (int feature = 0; feature < standard.length; feature++) {
                double difference = standard[feature] - centres[segment][feature];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = segment;
            }
        }
        return nearest;
    }

    @Override
    public String toString() {
        return "Segments" + Arrays.deepToString(centres);
    }
}
