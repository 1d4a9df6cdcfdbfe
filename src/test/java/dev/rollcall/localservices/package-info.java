/**
 * The downstream services that Rollcall writes to, on loopback: each keeps its service's wire
 * behaviour as documented or seen, oddities included, can be made hostile, and counts what it is
 * asked.
 */
@NullMarked
package dev.rollcall.localservices;

import org.jspecify.annotations.NullMarked;
