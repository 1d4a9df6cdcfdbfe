/**
 * Graph's directory: users, groups with their members, mail contacts, mailbox purposes and photos.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.graph.directory;
