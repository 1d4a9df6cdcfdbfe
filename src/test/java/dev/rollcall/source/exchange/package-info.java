/** Tests of what Exchange's administration tells as a source, against the local tenant. */
@NullMarked
package dev.rollcall.source.exchange;

import org.jspecify.annotations.NullMarked;
