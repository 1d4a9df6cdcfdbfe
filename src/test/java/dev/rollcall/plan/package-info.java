/** The laws and the table of the decision, against a folder in memory. */
@NullMarked
package dev.rollcall.plan;

import org.jspecify.annotations.NullMarked;
