/**
 * The ports in memory, for property tests that need thousands of runs. Held to the same suites as
 * the adapters on storage.
 */
@NullMarked
package dev.rollcall.contract.memory;

import org.jspecify.annotations.NullMarked;
