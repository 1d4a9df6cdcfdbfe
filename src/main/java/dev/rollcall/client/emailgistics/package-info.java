/**
 * Emailgistics' endpoint for the team behind a shared mailbox.
 *
 * <p>The vendor publishes no description of it; its form is known from the script that the vendor
 * hands out, read on 2026-11-21. What is posted is the whole team: who is missing is removed, and
 * routing rules that named them are changed by the service. There is no request that lists teams,
 * and none that removes one.
 */
@NullMarked
package dev.rollcall.client.emailgistics;

import org.jspecify.annotations.NullMarked;
