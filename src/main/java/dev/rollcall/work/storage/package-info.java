/** The work queue on Azure Queue Storage. */
@NullMarked
package dev.rollcall.work.storage;

import org.jspecify.annotations.NullMarked;
