/** Teams and events, sent over HTTP to services on loopback. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.target.snapshot;
