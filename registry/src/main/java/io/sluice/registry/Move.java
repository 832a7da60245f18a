package io.sluice.registry;

import java.util.Optional;

/** A wish to let an alias name another version, or none. */
record Move(String model, String alias, MoveKind kind, Optional<String> to, Optional<String> verdictId, Cause cause) {}
