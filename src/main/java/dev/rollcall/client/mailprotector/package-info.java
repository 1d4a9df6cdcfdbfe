/**
 * Mailprotector's REST API: users, their aliases, and the groups of one domain.
 *
 * <p>Nothing here deletes a group, which would delete everybody in it, or touches a group's
 * services, whose update switches off what it leaves out.
 *
 * @see <a href="https://api.mailprotector.com">Mailprotector API</a> (read 2026-11-21)
 */
@NullMarked
package dev.rollcall.client.mailprotector;

import org.jspecify.annotations.NullMarked;
