/**
 * Services that take what a record is to be in one message and cannot be read: Emailgistics' teams,
 * and webhooks.
 *
 * <p>What was sent last is in the ledger alone, and is believed. Every message says all there is to
 * say of its record, so sending it twice is sending it once: after a crash, when the ledger may be
 * behind, everything is sent again.
 */
@NullMarked
package dev.rollcall.target.snapshot;

import org.jspecify.annotations.NullMarked;
