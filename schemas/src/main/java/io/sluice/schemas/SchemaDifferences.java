package io.sluice.schemas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** What keeps a reader from reading a writer, each difference under the name of its field. */
final class SchemaDifferences {
    private SchemaDifferences() {}

    /**
     * Why {@code reader} cannot read what {@code writer} wrote; empty if it can. Beyond Avro's own rules, fields of one name
     * must have the same logical type: milliseconds read as microseconds resolve without an error.
     */
    static List<String> between(Schema reader, Schema writer) {
        Stream<String> structural =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult()
                        .getIncompatibilities()
                        .stream()
                        .map(difference -> field(reader, difference) + ": " + difference.getType() + ", "
                                + difference.getMessage());
        List<String> logical = new ArrayList<>();
        meanings(reader.getName(), reader, writer, logical);
        return Stream.concat(structural, logical.stream()).distinct().toList();
    }

    /** The field that a location such as {@code /fields/7/type/items/fields/2} points at. */
    private static String field(Schema reader, Incompatibility difference) {
        StringBuilder path = new StringBuilder(reader.getName());
        Deque<String> steps = new ArrayDeque<>(List.of(difference.getLocation().split("/")));
        Schema at = reader;
        while (!steps.isEmpty()) {
            String step = steps.pop();
            if (step.equals("fields") && !steps.isEmpty() && at.getType() == Schema.Type.RECORD) {
                Schema.Field field = at.getFields().get(Integer.parseInt(steps.pop()));
                path.append('.').append(field.name());
                at = field.schema();
            } else if (step.equals("items") && at.getType() == Schema.Type.ARRAY) {
                at = at.getElementType();
            } else if (step.equals("values") && at.getType() == Schema.Type.MAP) {
                at = at.getValueType();
            } else if (step.matches("\\d+") && at.getType() == Schema.Type.UNION) {
                at = at.getTypes().get(Integer.parseInt(step));
            }
        }
        return path.toString();
    }

    private static void meanings(String path, Schema reader, Schema writer, List<String> problems) {
        Schema left = withoutNull(reader);
        Schema right = withoutNull(writer);
        if (!Objects.equals(logicalName(left), logicalName(right))) {
            problems.add(path + ": LOGICAL_TYPE_MISMATCH, reader means " + logicalName(left) + ", writer "
                    + logicalName(right));
        }
        if (left.getType() != right.getType()) {
            return;
        }
        switch (left.getType()) {
            case RECORD ->
                left.getFields().stream()
                        .filter(field -> right.getField(field.name()) != null)
                        .forEach(field -> meanings(
                                path + "." + field.name(),
                                field.schema(),
                                right.getField(field.name()).schema(),
                                problems));
            case ARRAY -> meanings(path, left.getElementType(), right.getElementType(), problems);
            case MAP -> meanings(path, left.getValueType(), right.getValueType(), problems);
            default -> {}
        }
    }

    /** Whether a record contains itself, at any depth. */
    static boolean isRecursive(Schema schema) {
        return reaches(schema, new ArrayDeque<>());
    }

    private static boolean reaches(Schema schema, Deque<String> inside) {
        return switch (schema.getType()) {
            case RECORD -> {
                if (inside.contains(schema.getFullName())) {
                    yield true;
                }
                inside.push(schema.getFullName());
                boolean recursive = schema.getFields().stream().anyMatch(field -> reaches(field.schema(), inside));
                inside.pop();
                yield recursive;
            }
            case UNION -> schema.getTypes().stream().anyMatch(type -> reaches(type, inside));
            case ARRAY -> reaches(schema.getElementType(), inside);
            case MAP -> reaches(schema.getValueType(), inside);
            default -> false;
        };
    }

    private static Schema withoutNull(Schema schema) {
        return schema.isUnion() && schema.isNullable() && schema.getTypes().size() == 2
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    private static String logicalName(Schema schema) {
        return schema.getLogicalType() == null
                ? "no unit"
                : schema.getLogicalType().getName();
    }
}
