/** Tests of the requests to webhook. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.client.webhook;
