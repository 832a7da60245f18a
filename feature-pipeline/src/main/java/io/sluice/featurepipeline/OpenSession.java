package io.sluice.featurepipeline;

/**
 * The session that a user is in.
 *
 * @param id the user's key and the time of the session's first event
 * @param lastMillis event time of its latest event
 */
public record OpenSession(String id, long lastMillis) {
    /** The session after an event of {@code user} at {@code timeMillis}: a new one after a pause of the gap or longer. */
    static OpenSession after(OpenSession open, String user, long timeMillis, long gapMillis) {
        return open == null || timeMillis - open.lastMillis >= gapMillis
                ? new OpenSession(user + "-" + timeMillis, timeMillis)
                : new OpenSession(open.id, timeMillis);
    }
}
