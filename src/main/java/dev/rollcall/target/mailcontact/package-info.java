/**
 * The people of one organisation as mail contacts in another's Global Address List.
 *
 * <p>Every contact carries a stamp in a custom attribute, which says by which policy of which
 * environment and from which record it was made, and a name made from the same. The name is unique
 * in the organisation and given with the very first step of a creation, so that a contact is found
 * again however far its creation came.
 *
 * <p>Only contacts that carry the policy's own stamp or name are ever changed or removed; a mail
 * contact of somebody else's is taken over only where the policy says so, a user or guest never.
 */
@NullMarked
package dev.rollcall.target.mailcontact;

import org.jspecify.annotations.NullMarked;
