package io.sluice.registry;

import java.util.List;
import java.util.Optional;

/** What a process must remember to go on where it was killed. */
final class Journal {
    private final Database database;

    Journal(Database database) {
        this.database = database;
    }

    void saveCycle(String campaign, int n, String json) {
        database.write(sql -> sql.update(
                "INSERT INTO cycles (campaign, n, json) VALUES (?, ?, ?)"
                        + " ON CONFLICT (campaign, n) DO UPDATE SET json = excluded.json",
                campaign,
                n,
                json));
    }

    List<Cycle> cycles(String campaign) {
        return database.read(sql -> sql.list(
                "SELECT n, json FROM cycles WHERE campaign = ? ORDER BY n",
                row -> new Cycle(row.getInt("n"), row.getString("json")),
                campaign));
    }

    void putState(String key, String json) {
        database.write(sql -> sql.update(
                "INSERT INTO states (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json",
                key,
                json));
    }

    Optional<String> state(String key) {
        return database.read(
                sql -> sql.first("SELECT json FROM states WHERE key = ?", row -> row.getString("json"), key));
    }
}
