/** Tests of the requests to mailprotector. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.client.mailprotector;
