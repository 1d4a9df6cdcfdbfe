/**
 * An organisation's own Active Directory as a source of records, of shared mailboxes with the
 * people behind them, and as the place where a policy's mailboxes are found.
 *
 * <p>Records have the same attributes as those of the tenant's directory, so that the same person
 * becomes the same contact whichever of the two is read; their keys are made of the object's {@code
 * objectGUID}, which never changes.
 */
@NullMarked
package dev.rollcall.source.activedirectory;

import org.jspecify.annotations.NullMarked;
