/** The table adapters against Azurite: the ports' suites, the service's limits, crashes, damage. */
@NullMarked
package dev.rollcall.state.table;

import org.jspecify.annotations.NullMarked;
