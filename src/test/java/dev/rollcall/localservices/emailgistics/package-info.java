/**
 * Emailgistics' endpoint for a mailbox's team, whose form is known from the vendor's script.
 *
 * <p>What is posted is the whole team: who is missing is removed, and routing rules that named them
 * are edited.
 */
@NullMarked
package dev.rollcall.localservices.emailgistics;

import org.jspecify.annotations.NullMarked;
