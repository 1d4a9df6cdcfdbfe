/**
 * The local tenant: a faithful stand-in for the Microsoft cloud on loopback, with the documented
 * limits, error bodies and hostility. Several organisations can share one cloud, as in reality.
 *
 * <p>One package a service beside this one: {@code login}, {@code vault}, {@code graph}; {@code
 * organisation} is the directory they serve.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant;
