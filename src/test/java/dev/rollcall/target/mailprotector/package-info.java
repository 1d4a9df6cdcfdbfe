/** Mailprotector's accounts, kept over HTTP in a console on loopback. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.target.mailprotector;
