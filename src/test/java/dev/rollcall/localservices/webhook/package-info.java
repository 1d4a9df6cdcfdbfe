/**
 * A receiver of webhooks as the guide describes one: it checks the signature and the age of every
 * request, and does what it was told only once.
 */
@NullMarked
package dev.rollcall.localservices.webhook;

import org.jspecify.annotations.NullMarked;
