/** The use cases over real storage, the real SDKs and the local tenant. */
@org.jspecify.annotations.NullMarked
package dev.rollcall.run;
