/**
 * SCIM 2.0 on the wire: lists to their end, single accounts, writes, bulks, and what a service says
 * of itself.
 *
 * <p>Services differ more than the standard lets them. What all of them survive is done here:
 *
 * <ul>
 *   <li>a list is read on by the resources that came, until as many came as there are; neither the
 *       page size that was asked for nor the one that is told counts. A list that stays short is a
 *       failure, never a list;
 *   <li>a list without {@code Resources} is empty only if it says that it is a list;
 *   <li>requests are {@code application/scim+json}; a success is 200, 201 or 204, with or without a
 *       body;
 *   <li>what is gone already is deleted.
 * </ul>
 *
 * What differs is a {@link dev.rollcall.client.scim.ScimWire}, and above it a dialect of {@code
 * target.scim}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7644">RFC 7644, SCIM: Protocol</a>
 */
@NullMarked
package dev.rollcall.client.scim;

import org.jspecify.annotations.NullMarked;
