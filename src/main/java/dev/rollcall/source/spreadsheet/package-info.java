/**
 * Records from a spreadsheet that an administrator stored: a workbook ({@code .xlsx}) or
 * comma-separated values ({@code .csv}).
 *
 * <p>What a file is not trusted with:
 *
 * <ul>
 *   <li>It is read row by row, within limits for rows, columns, cells and the size of what it
 *       unpacks to. Beyond one of them the whole file is refused, so that a part is never taken for
 *       everything.
 *   <li>No formula is evaluated: the value that the spreadsheet program stored with it is taken,
 *       and a formula without one is an error of its row. XML is read without document types and
 *       without entities of its own; nothing is fetched from anywhere.
 *   <li>A row that cannot be understood is an error that names the row. The other rows are used
 *       once somebody approves the run, for the reading is not complete: nothing is removed because
 *       of it.
 *   <li>Messages name rows, columns and attributes, never what a cell holds.
 * </ul>
 */
@NullMarked
package dev.rollcall.source.spreadsheet;

import org.jspecify.annotations.NullMarked;
