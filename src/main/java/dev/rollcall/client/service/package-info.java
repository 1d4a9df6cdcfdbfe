/**
 * JSON over HTTPS towards the services downstream: what all their adapters share of the wire.
 *
 * <p>A {@link dev.rollcall.client.service.ServiceClient} is made for one service at one address. It
 * adds the key, keeps the service's pace, follows no redirect, and repeats what may be repeated:
 * reads, and writes whose doing twice is doing once. What became of any other write whose answer
 * was lost, its caller has to find out: {@link
 * dev.rollcall.client.http.Disposition#UNKNOWN_EFFECT}.
 *
 * <p>Keys, bodies and addresses of people are in no message, log or observer here.
 */
@NullMarked
package dev.rollcall.client.service;

import org.jspecify.annotations.NullMarked;
