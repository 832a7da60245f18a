package io.sluice.featurepipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenSessionTest {
    @Test
    void shouldEndASessionAfterTheGapAndNotBefore() {
        OpenSession first = OpenSession.after(null, "u", 1_000, 500);
        OpenSession same = OpenSession.after(first, "u", 1_499, 500);
        OpenSession next = OpenSession.after(same, "u", 1_999, 500);

        assertThat(List.of(first.id(), same.id(), next.id())).isEqualTo(List.of("u-1000", "u-1000", "u-1999"));
    }
}
