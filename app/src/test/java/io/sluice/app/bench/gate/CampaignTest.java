package io.sluice.app.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.app.bench.gate.Campaign.Summary;
import io.sluice.app.bench.gate.Campaign.Supply;
import io.sluice.app.bench.gate.SimulatedModel.Fondness;
import io.sluice.evaluator.GatePolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate's promises in small: 300 campaigns of 30 decisions on windows of 400 users. {@code infra/campaign} proves more. */
class CampaignTest {
    private static final GatePolicy POLICY = GatePolicy.DEFAULTS;
    private static final GatePolicy BETTER_ONLY =
            POLICY.with(new GatePolicy.Freshness(0.05, Duration.ofDays(36_500), Duration.ofDays(30), 3));
    private static final double ALPHA = POLICY.testing().alpha();
    private static final int REPLICATES = POLICY.testing().replicates();

    @Test
    void shouldSeldomPromoteWhatIsNoBetterWhereNaiveGatesAlmostAlwaysDo() {
        Campaign campaigns = campaigns(300);

        Summary gate = Campaign.summarise(campaigns.run(RivalGate.sluice(BETTER_ONLY, 0), Supply.equal()));
        Summary higher = Campaign.summarise(campaigns(50).run(RivalGate.higherIsBetter(), Supply.equal()));
        Summary tTest = Campaign.summarise(campaigns(50).run(RivalGate.sessionTest(), Supply.equal()));

        // So few campaigns can only refute the promise; the t interval alone is a little bolder than what production
        // uses.
        assertThat(gate.mistaken().lower()).isLessThanOrEqualTo(ALPHA);
        assertThat(gate.differing()).isGreaterThan(0.3);
        assertThat(higher.mistaken().rate()).isEqualTo(1.0);
        assertThat(tTest.mistaken().rate()).isGreaterThan(0.5);
    }

    @Test
    void shouldDecideTheSameWithTheBootstrapButForAFewItIsStricterOn() {
        Campaign campaigns = campaigns(50);

        Summary analytic = Campaign.summarise(campaigns.run(RivalGate.sluice(POLICY, 0), Supply.champion(1.02)));
        Summary both = Campaign.summarise(campaigns.run(RivalGate.sluice(POLICY, REPLICATES), Supply.champion(1.02)));

        assertThat(both.promotions()).isPositive();
        assertThat(both.promotions()).isCloseTo(analytic.promotions(), within(0.2 * analytic.promotions()));
    }

    @Test
    void shouldFindModelsThatAreTwoPerCentBetter() {
        Summary gate = Campaign.summarise(campaigns(100).run(RivalGate.sluice(POLICY, 0), Supply.champion(1.02)));

        assertThat(gate.promoting().rate()).isGreaterThan(0.3);
        assertThat(gate.mistaken().hits()).isZero();
    }

    @Test
    void shouldNotLetSlightlyWorseModelsWalkTheChampionDownhill() {
        Campaign campaigns = campaigns(100);

        Summary gate = Campaign.summarise(campaigns.run(RivalGate.sluice(POLICY, 0), Supply.champion(0.99)));
        Summary higher = Campaign.summarise(campaigns.run(RivalGate.higherIsBetter(), Supply.champion(0.99)));

        assertThat(gate.mistaken().rate()).isLessThanOrEqualTo(ALPHA);
        assertThat(gate.lowQuality()).isGreaterThan(-POLICY.freshness().margin());
        assertThat(higher.finalQuality()).isLessThan(-0.08);
    }

    @ParameterizedTest
    @CsvSource({"0, 20, 0, 0.139108", "1, 20, 0.002561, 0.216106", "10, 100, 0.055263, 0.163718", "20, 20, 0.860892, 1"
    })
    void shouldMatchTablesOfClopperAndPearson(int hits, int trials, double lower, double upper) {
        assertThat(new ClopperPearson(hits, trials).lower()).isCloseTo(lower, within(2e-6));
        assertThat(new ClopperPearson(hits, trials).upper()).isCloseTo(upper, within(2e-6));
    }

    private static Campaign campaigns(int number) {
        return new Campaign(
                number,
                POLICY.testing().decisions(),
                400,
                7,
                Fondness.SYMMETRIC,
                POLICY.freshness().margin());
    }
}
