/** Clients of the services we read and write, one package for each wire protocol. */
@NullMarked
package dev.rollcall.client;

import org.jspecify.annotations.NullMarked;
