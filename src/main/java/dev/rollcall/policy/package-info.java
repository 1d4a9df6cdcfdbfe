/**
 * Policies and environments as administrators write them: the documents, their schema and rules,
 * and the values they become.
 *
 * <p>A value of this package is valid; everything that is wrong with a document is said at once,
 * before one exists.
 *
 * <p>Filters have a parser of their own rather than a SCIM library's: of what they need, the
 * grammar is the small part. Exact positions, nearest names, attributes with types and a limit of
 * depth would stand around it, and an archive near its limit would carry a library's dependencies.
 */
@NullMarked
package dev.rollcall.policy;

import org.jspecify.annotations.NullMarked;
