/** Spreadsheets as a source: what is read, what is refused, what is said of it. */
@NullMarked
package dev.rollcall.source.spreadsheet;

import org.jspecify.annotations.NullMarked;
