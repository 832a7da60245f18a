package io.sluice.registry.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.Page;
import io.sluice.registry.StoredFile;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The parts that MLflow's JSON shapes share. 64-bit integers are texts, as protobuf's JSON has them. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode wrapped(String name, ObjectNode inner) {
        return object().set(name, inner);
    }

    /** One page of results, and the token for the next one if there is one. */
    static <T> ObjectNode page(String name, Page<T> page, Paging paging, Function<T, ObjectNode> shape) {
        ObjectNode answer = object();
        ArrayNode items = answer.putArray(name);
        page.items().forEach(item -> items.add(shape.apply(item)));
        if (page.more()) {
            answer.put("next_page_token", paging.next());
        }
        return answer;
    }

    static ArrayNode pairs(Map<String, String> pairs) {
        ArrayNode array = MAPPER.createArrayNode();
        pairs.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
        return array;
    }

    static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    /**
     * One level of a tree.
     *
     * @param files path below the level → file
     * @param prefix put before every name: empty, or ending with a slash
     */
    static ArrayNode level(Map<String, StoredFile> files, String prefix) {
        ArrayNode level = MAPPER.createArrayNode();
        Set<String> directories = new TreeSet<>();
        files.forEach((path, file) -> {
            int slash = path.indexOf('/');
            if (slash >= 0) {
                directories.add(path.substring(0, slash));
            } else if (!path.isEmpty()) {
                level.addObject()
                        .put("path", prefix + path)
                        .put("is_dir", false)
                        .put("file_size", Long.toString(file.sizeBytes()));
            }
        });
        directories.forEach(name -> level.addObject().put("path", prefix + name).put("is_dir", true));
        return level;
    }
}
