/** What all adapters of downstream services share of the wire, against real servers. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.client.service;
