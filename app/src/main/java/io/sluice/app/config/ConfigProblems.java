package io.sluice.app.config;

import java.util.List;

/** Settings that cannot be used, all of them at once. */
public final class ConfigProblems extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ConfigProblems(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.get(0)
                        : problems.size() + " settings cannot be used:\n  " + String.join("\n  ", problems));
    }
}
