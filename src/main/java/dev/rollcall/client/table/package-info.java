/**
 * Tables in files: the rows of a workbook ({@code .xlsx}) or of comma-separated values ({@code
 * .csv}), read one by one.
 *
 * <p>What a file is not trusted with:
 *
 * <ul>
 *   <li>It is read within limits for columns, cells and the size of what it unpacks to. Beyond one
 *       of them the whole file is refused, so that a part is never taken for everything.
 *   <li>No formula is evaluated: the value that the spreadsheet program stored with it is taken.
 *       XML is read without document types and without entities of its own; nothing is fetched from
 *       anywhere.
 *   <li>Messages name rows and columns, never what a cell holds.
 * </ul>
 */
@NullMarked
package dev.rollcall.client.table;

import org.jspecify.annotations.NullMarked;
