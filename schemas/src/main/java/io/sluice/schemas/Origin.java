package io.sluice.schemas;

/**
 * Where a record stood when it entered Sluice: the identity that the audit counts by.
 *
 * @param topic a raw topic
 * @param partition from 0
 * @param offset from 0
 */
public record Origin(String topic, int partition, long offset) implements Comparable<Origin> {
    public Origin {
        if (topic.isEmpty() || partition < 0 || offset < 0) {
            throw new IllegalArgumentException("an origin needs a topic, partition >= 0 and offset >= 0, got " + topic
                    + "/" + partition + "/" + offset);
        }
    }

    /** Reads the text form {@code topic/partition/offset}. */
    public static Origin parse(String text) {
        int second = text.lastIndexOf('/');
        int first = text.lastIndexOf('/', second - 1);
        if (first < 1) {
            throw new IllegalArgumentException("an origin reads topic/partition/offset, got \"" + text + "\"");
        }
        return new Origin(
                text.substring(0, first),
                Integer.parseInt(text.substring(first + 1, second)),
                Long.parseLong(text.substring(second + 1)));
    }

    @Override
    public int compareTo(Origin other) {
        int byTopic = topic.compareTo(other.topic);
        if (byTopic != 0) {
            return byTopic;
        }
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
