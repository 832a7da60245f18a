/**
 * A simulated shop with known tastes: the events its shoppers cause, as producers would send them, and how good any
 * recommendation to them really was. Knows only the wire schemas.
 */
package io.sluice.simulator;
