/**
 * Accounts and valid addresses in Mailprotector's mail filter, in the groups that a policy names.
 *
 * <p>Users, shared and resource mailboxes, unlicensed addresses and lists become users of the type
 * that Mailprotector has for them; only people are billed. What the API cannot do is not done by
 * other means and is reported: a user's group and primary address stay as they are. No group is
 * ever made or deleted, and no group's services are touched.
 */
@NullMarked
package dev.rollcall.target.mailprotector;

import org.jspecify.annotations.NullMarked;
