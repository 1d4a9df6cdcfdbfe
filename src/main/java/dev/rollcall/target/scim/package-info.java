/**
 * Accounts in services that speak SCIM: users, and functional accounts, which are groups there.
 *
 * <p>A service's own habits are in its {@link dev.rollcall.target.scim.Dialect}; what all dialects
 * do alike, in {@link dev.rollcall.target.scim.Writing}. The rules that hold for every one:
 *
 * <ul>
 *   <li>an account is found again by its id; by our mark in {@code externalId} where the service
 *       keeps that; by its address;
 *   <li>a creation whose answer was lost is looked for before it is tried again;
 *   <li>members are compared before some are added, and looked at after some were removed, since
 *       two unrelated services take an empty list for none and say that all went well;
 *   <li>a functional account is deleted only if the policy says so in so many words: its messages
 *       go with it;
 *   <li>nothing is ever written to an account that is not in the changes.
 * </ul>
 */
@NullMarked
package dev.rollcall.target.scim;

import org.jspecify.annotations.NullMarked;
