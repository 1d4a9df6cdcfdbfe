/**
 * Whether an environment is connected as its policies need it, and how to get there: the connection
 * test, the commands for the least privileges, the state of consent, and what has to be reachable.
 *
 * <p>Nothing here changes anything in an organisation; a test mail is sent if somebody asks for
 * one. A new service takes part in the connection test by a {@link
 * dev.rollcall.run.connection.ConnectionProbe} of its own, named in the composition root.
 */
@NullMarked
package dev.rollcall.run.connection;

import org.jspecify.annotations.NullMarked;
