package io.sluice.featurepipeline;

/** What arrives on a clean topic: an event, or a promise that nothing older follows. */
interface Timed {
    /** Whether this is a promise; then only {@link #timeMillis} means anything. */
    boolean promise();

    /** Event time of the event, or the promise's exclusive bound; epoch milliseconds. */
    long timeMillis();

    /** Of the topic that it came from. */
    int partition();

    /** In that partition. */
    long offset();
}
