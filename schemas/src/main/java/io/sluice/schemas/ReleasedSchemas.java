package io.sluice.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Every version of every record that was ever released, kept as {@code released/NAME-VERSION.avsc} beside this class,
 * versions counted from 1 without gaps. What was written with any of them can be read for ever.
 */
public final class ReleasedSchemas {
    private static final ReleasedSchemas BUNDLED = load();

    private final Map<String, List<Schema>> versions;

    private ReleasedSchemas(Map<String, List<Schema>> versions) {
        this.versions = versions;
    }

    /** The versions that came with this build. */
    public static ReleasedSchemas bundled() {
        return BUNDLED;
    }

    private static ReleasedSchemas load() {
        Map<String, List<Schema>> versions = new TreeMap<>();
        for (Schema current : WireCodec.current()) {
            versions.put(current.getName(), versionsOf(current.getName()));
        }
        return new ReleasedSchemas(versions);
    }

    private static List<Schema> versionsOf(String name) {
        List<Schema> found = new ArrayList<>();
        while (true) {
            String file = "released/" + name + "-" + (found.size() + 1) + ".avsc";
            try (InputStream in = ReleasedSchemas.class.getResourceAsStream(file)) {
                if (in == null) {
                    return List.copyOf(found);
                }
                found.add(new Schema.Parser().parse(in));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read the bundled schema " + file, unreadable);
            }
        }
    }

    /** The versions of one record, oldest first. */
    public List<Schema> versions(String name) {
        return versions.getOrDefault(name, List.of());
    }

    /**
     * The version that {@code text} names, as {@code BehaviorEvent-1}.
     *
     * @throws IllegalArgumentException if there is no such version
     */
    public Schema named(String text) {
        int dash = text.lastIndexOf('-');
        String number = text.substring(dash + 1);
        List<Schema> known = dash < 1 ? List.of() : versions(text.substring(0, dash));
        if (!number.matches("[1-9]\\d{0,8}") || Integer.parseInt(number) > known.size()) {
            throw new IllegalArgumentException(
                    "a released schema reads NAME-VERSION, as BehaviorEvent-1, got \"" + text + "\"; there are "
                            + versions.entrySet().stream()
                                    .map(entry -> entry.getKey() + "-1 to -"
                                            + entry.getValue().size())
                                    .toList());
        }
        return known.get(Integer.parseInt(number) - 1);
    }
}
