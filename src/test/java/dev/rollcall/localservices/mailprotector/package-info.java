/**
 * Mailprotector's REST API, as far as users, groups and domains go.
 *
 * <p>Kept as documented: lists come in pages of 25 with an {@code X-Pagination} header, a creation
 * answers an array, names are local parts of the domain and its alias domains, looking up an alias
 * answers the user it belongs to, and no request moves a user to another group. What a group's
 * deletion and its services do is kept as well, so that a test notices who asks for them.
 *
 * @see <a href="https://api.mailprotector.com">Mailprotector API</a> (read 2026-11-21)
 */
@NullMarked
package dev.rollcall.localservices.mailprotector;

import org.jspecify.annotations.NullMarked;
