/**
 * Policies and environments as administrators write them: the documents, their schema and rules,
 * and the values they become.
 *
 * <p>A value of this package is valid; everything that is wrong with a document is said at once,
 * before one exists.
 */
@NullMarked
package dev.rollcall.policy;

import org.jspecify.annotations.NullMarked;
