/**
 * A strict reader and evaluator for the part of the Kusto Query Language that our queries use, so
 * that they can be tried against recorded telemetry. What it does not know it refuses: an operator,
 * a function, a column that is not there, a comparison of types that Kusto would refuse.
 *
 * @see <a href="https://learn.microsoft.com/kusto/query/">Kusto Query Language</a> (read
 *     2026-11-21)
 */
@NullMarked
package dev.rollcall.infra.kql;

import org.jspecify.annotations.NullMarked;
