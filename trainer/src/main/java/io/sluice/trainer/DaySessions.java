package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The sessions of one UTC day that say what follows what (two items or more), in the order of their last steps. Sessions are
 * cut at midnight, so that days can be kept and joined. Immutable.
 */
final class DaySessions {
    private final List<String> ids;
    private final int[] starts;
    private final int[] items;
    private final long[] lastTimes;

    private DaySessions(List<String> ids, int[] starts, int[] items, long[] lastTimes) {
        this.ids = List.copyOf(ids);
        this.starts = starts;
        this.items = items;
        this.lastTimes = lastTimes;
    }

    static DaySessions of(Interactions rows, ActionWeights actions) {
        Sessions sessions = Sessions.of(rows, actions);
        int[] telling = IntStream.range(0, sessions.size())
                .filter(session -> sessions.to(session) - sessions.from(session) > 1)
                .boxed()
                .sorted(Comparator.comparingLong(session -> lastTime(sessions, session)))
                .mapToInt(Integer::intValue)
                .toArray();
        List<String> ids = new ArrayList<>();
        Map<Integer, Integer> local = new HashMap<>();
        int[] starts = new int[telling.length + 1];
        int[] items = new int[sessions.size() == 0 ? 0 : sessions.to(sessions.size() - 1)];
        for (int at = 0; at < telling.length; at++) {
            int end = starts[at];
            for (int run = sessions.from(telling[at]); run < sessions.to(telling[at]); run++) {
                int item = sessions.item(run);
                items[end++] = local.computeIfAbsent(item, unseen -> {
                    ids.add(rows.items().id(unseen));
                    return ids.size() - 1;
                });
            }
            starts[at + 1] = end;
        }
        long[] times = Arrays.stream(telling)
                .mapToLong(session -> lastTime(sessions, session))
                .toArray();
        return new DaySessions(ids, starts, Arrays.copyOf(items, starts[telling.length]), times);
    }

    private static long lastTime(Sessions sessions, int session) {
        return sessions.time(sessions.to(session) - 1);
    }

    int size() {
        return lastTimes.length;
    }

    int length(int session) {
        return starts[session + 1] - starts[session];
    }

    /** Index in {@link #ids}. */
    int item(int session, int place) {
        return items[starts[session] + place];
    }

    /** When the session's last step began, epoch milliseconds. */
    long lastTime(int session) {
        return lastTimes[session];
    }

    /** Outside ids of the items, in the day's own numbering. */
    List<String> ids() {
        return ids;
    }
}
