/**
 * The composition root: settings become clients, clients become adapters, adapters become use
 * cases. The only package that sees adapters.
 */
@NullMarked
package dev.rollcall.app;

import org.jspecify.annotations.NullMarked;
