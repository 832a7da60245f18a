package io.sluice.registry;

import java.util.Locale;

/** Whether an experiment, run or logged model is in use; deleted ones can be restored. */
public enum Lifecycle {
    ACTIVE,
    DELETED;

    /** MLflow's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
