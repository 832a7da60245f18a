package io.sluice.registry.rest;

import io.javalin.security.RouteRole;

/** What a call needs its caller to be allowed to do. A route that names none of these is open to nobody. */
public enum Access implements RouteRole {
    /** No token at all. */
    ANYONE,
    /** Look at everything. */
    READ,
    /** Write runs, artifacts, versions and aliases other than the champion. */
    TRAIN,
    /** Record verdicts and move the champion. */
    PROMOTE
}
