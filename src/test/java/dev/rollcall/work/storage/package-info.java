/** The storage work queue against Azurite. */
@NullMarked
package dev.rollcall.work.storage;

import org.jspecify.annotations.NullMarked;
