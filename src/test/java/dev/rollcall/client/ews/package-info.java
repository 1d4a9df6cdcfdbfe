/** Exchange Web Services over real HTTP: what is written, what is read, what is repeated. */
@NullMarked
package dev.rollcall.client.ews;

import org.jspecify.annotations.NullMarked;
