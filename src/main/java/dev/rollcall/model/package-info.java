/**
 * The values all stages of a sync share: keys, fingerprints, contacts and the ids of documents,
 * runs and targets.
 *
 * <p>Everything here is immutable, compares by content and knows nothing of any service. A value
 * that exists is valid: constructors check.
 */
@NullMarked
package dev.rollcall.model;

import org.jspecify.annotations.NullMarked;
