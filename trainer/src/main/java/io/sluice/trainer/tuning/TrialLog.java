package io.sluice.trainer.tuning;

import java.util.List;

/** Where trials are kept while a search runs and after it was cut off. */
public interface TrialLog {
    /** The trials that ended, by number. */
    List<Trial> done();

    /** Notes that a trial begins. */
    void begin(Trial trial);

    /** Notes one more score: the last of {@code trial}. */
    void scored(Trial trial);

    /** Notes that it ended. */
    void end(Trial trial);
}
