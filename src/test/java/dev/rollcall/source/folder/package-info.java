/** Folders of contacts as sources, against the local tenant. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.source.folder;
