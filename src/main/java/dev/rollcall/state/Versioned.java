package dev.rollcall.state;

/**
 * A stored value with the version it was read at.
 *
 * @param value the value
 * @param version opaque; what an update has to name
 */
public record Versioned<T>(T value, String version) {}
