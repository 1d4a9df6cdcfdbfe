/**
 * Graph v1.0 as the local tenant serves it: one {@link dev.rollcall.localtenant.graph.GraphRoutes}
 * a part of the API.
 */
@org.jspecify.annotations.NullMarked
package dev.rollcall.localtenant.graph;
