package io.sluice.registry;

/** Where a run stands; the names are MLflow's. */
public enum RunStatus {
    RUNNING,
    SCHEDULED,
    FINISHED,
    FAILED,
    KILLED
}
