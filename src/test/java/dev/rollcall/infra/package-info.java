/**
 * What can be known of the infrastructure without Azure: that its files can be read, name nothing
 * that is not there, give the roles the code needs and no other, open nothing to everybody, and ask
 * for telemetry that the app really writes.
 *
 * <p>The Bicep compiler is not part of this: it cannot be had without the network. A parser reads
 * the files; types and properties of resources are not checked.
 */
@NullMarked
package dev.rollcall.infra;

import org.jspecify.annotations.NullMarked;
