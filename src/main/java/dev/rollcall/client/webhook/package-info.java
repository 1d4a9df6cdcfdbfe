/**
 * Signed events to an address that the policy names.
 *
 * <p>The address comes from whoever may write policies, so it is never trusted: only HTTPS, no
 * redirect, no proxy, and no connection to an address that is not public, whatever the name
 * resolves to at that moment.
 */
@NullMarked
package dev.rollcall.client.webhook;

import org.jspecify.annotations.NullMarked;
