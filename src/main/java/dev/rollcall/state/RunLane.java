package dev.rollcall.state;

import java.time.Instant;

/**
 * How far one lane of a run is.
 *
 * @param number the lane, from 0
 * @param seq the slice whose message is awaited
 * @param cursor how many of the lane's targets were passed
 * @param finished whether it is at its end
 * @param progressAt when it last advanced
 * @param calls HTTP calls its slices made to services
 */
public record RunLane(
    int number, int seq, int cursor, boolean finished, Instant progressAt, long calls) {}
