package io.sluice.trainer.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConversionTrainerTest {
    private static final ConversionTrainer.Settings SMALL = new ConversionTrainer.Settings(3, 0.1, 4, 20, 4, 2000);
    private static final FeatureTable TRAINING = Impressions.table(6000, 1);
    private static final FeatureTable LATER = Impressions.table(3000, 2);

    @ParameterizedTest
    @EnumSource
    void shouldTellRowsThatConvertFromOthers(ConversionFamily family) {
        Conversion model = new ConversionTrainer(family, SMALL, 1).train(TRAINING);

        assertThat(Impressions.auc(LATER, model::probability)).isGreaterThan(0.7);
        assertThat(model.probability(LATER.row(0))).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayTheSameForTheSameSeed(ConversionFamily family) {
        Conversion one = new ConversionTrainer(family, SMALL, 3).train(TRAINING);
        Conversion other = new ConversionTrainer(family, SMALL, 3).train(TRAINING);

        for (int row = 0; row < 200; row++) {
            assertThat(one.probability(LATER.row(row))).isEqualTo(other.probability(LATER.row(row)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTribuosProvenance(ConversionFamily family) {
        Conversion model = new ConversionTrainer(family, SMALL, 3).train(TRAINING);

        assertThat(model.provenance()).contains("num-examples", "seed", "tribuo-version");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGISTIC_REGRESSION", "FACTORIZATION_MACHINE"})
    void shouldScoreAlikeInOnnxRuntime(ConversionFamily family) throws Exception {
        Conversion model = new ConversionTrainer(family, SMALL, 1).train(TRAINING);

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                environment.createSession(model.onnx().orElseThrow(), new OrtSession.SessionOptions())) {
            String input = session.getInputNames().iterator().next();
            for (int row = 0; row < 300; row++) {
                float[] given = model.inputs(LATER.row(row));
                try (OnnxTensor tensor = OnnxTensor.createTensor(environment, new float[][] {given});
                        OrtSession.Result result = session.run(Map.of(input, tensor))) {
                    float[][] output = (float[][]) result.get(0).getValue();
                    double expected = model.probability(LATER.row(row));
                    assertThat(Math.min(Math.abs(output[0][0] - expected), Math.abs(output[0][1] - expected)))
                            .isCloseTo(0, within(1e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseRowsOfOneKind(ConversionFamily family) {
        FeatureTable none = TRAINING.picked(IntStream.range(0, TRAINING.size())
                .filter(row -> !TRAINING.label(row))
                .toArray());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConversionTrainer(family, SMALL, 1).train(none))
                .withMessageContaining("rows that converted and rows that did not, got 0 that did");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLearnFromEqualRowsWhatTheirShareIs(ConversionFamily family) {
        FeatureTable equal = FeatureTable.of(List.of("only"), new float[40], everyFourth(40), ones(40));

        Conversion model = new ConversionTrainer(family, SMALL, 1).train(equal);

        assertThat(model.probability(new float[] {0})).isBetween(0.0, 0.6);
        assertThat(model.probability(new float[] {Float.NaN})).isBetween(0.0, 0.6);
    }

    private static boolean[] everyFourth(int count) {
        boolean[] labels = new boolean[count];
        for (int at = 0; at < count; at += 4) {
            labels[at] = true;
        }
        return labels;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
