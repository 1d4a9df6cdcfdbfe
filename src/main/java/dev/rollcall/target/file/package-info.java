/**
 * Everything a policy holds, in one file that others fetch: comma-separated values, a workbook or
 * JSON.
 *
 * <p>The file is the only memory of what it holds: every look reads it whole, and every apply
 * writes it whole, once, with all changes it was given. A record's line has the policy's id and the
 * record's key, so that several policies may write into one file, and lines that somebody else put
 * there stay.
 *
 * <p>What a policy offers to other installations of Rollcall is such a file as well, in a place and
 * a form of its own.
 */
@NullMarked
package dev.rollcall.target.file;

import org.jspecify.annotations.NullMarked;
