/**
 * One suite for each port, which its adapter and its in-memory counterpart must both pass: what the
 * tests of the engine assume of a store is what the real one does.
 */
@NullMarked
package dev.rollcall.contract;

import org.jspecify.annotations.NullMarked;
