/**
 * What another installation of Rollcall offers, as a source: believed only if the one signed it
 * whom the policy names. One small request as long as nothing changed there.
 *
 * <p>The records are as the other installation's mapping made them, so a filter sees what is told
 * of a recipient and not what the other directory has beside it.
 */
@NullMarked
package dev.rollcall.source.offer;

import org.jspecify.annotations.NullMarked;
