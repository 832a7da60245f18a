package io.sluice.schemas;

/**
 * The names of Sluice's topics under one prefix, so that several shops can share a cluster.
 *
 * @param prefix put before every name as it is (for instance {@code "shop1."}); empty by default
 */
public record Topics(String prefix) {
    public static final Topics DEFAULTS = new Topics("");

    public Topics {
        if (!prefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "a topic prefix may hold letters, digits, '.', '_' and '-' (at most 100), got \"" + prefix + "\"");
        }
    }

    /** What producers sent about shoppers; key: user id; {@link BehaviorEvent} or a driver's {@link Promise}. */
    public String behaviorRaw() {
        return prefix + "behavior.raw";
    }

    /** What producers sent about items; key: item id; {@link InventoryEvent} or a driver's {@link Promise}. */
    public String inventoryRaw() {
        return prefix + "inventory.raw";
    }

    /** Valid, identified, deduplicated; key: pseudonymous user key; {@link BehaviorEvent} or {@link Promise}. */
    public String behaviorClean() {
        return prefix + "behavior.clean";
    }

    /** Valid, deduplicated; key: item id; {@link InventoryEvent} or {@link Promise}. */
    public String inventoryClean() {
        return prefix + "inventory.clean";
    }

    /** Between ingestion's two stages: raw bytes under the key that decides; nobody else reads it. */
    public String behaviorIdentified() {
        return prefix + "behavior.identified";
    }

    /** As {@link #behaviorIdentified}, for items. */
    public String inventoryIdentified() {
        return prefix + "inventory.identified";
    }

    /** Refused records: original key and bytes, with the headers named in {@link Headers}. */
    public String rejects() {
        return prefix + "rejects";
    }

    /** The ledger of repeated records: origin headers only, no bytes. */
    public String duplicates() {
        return prefix + "duplicates";
    }

    /** {@link Cut}s; key: job id and checkpoint id. */
    public String trainingSnapshots() {
        return prefix + "training.snapshots";
    }

    /** {@link Promotion}s; key: model name. */
    public String promotions() {
        return prefix + "models.promotions";
    }

    /** How far each input has been replayed, written in the transaction that carried its records. */
    public String replayPositions() {
        return prefix + "replay.positions";
    }
}
