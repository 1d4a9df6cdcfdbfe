/**
 * The ports of {@link dev.rollcall.state} on Azure Table Storage; {@link
 * dev.rollcall.state.table.TableState} gives them all.
 *
 * <p>What every table has in common:
 *
 * <ul>
 *   <li>A table is created when the first row is written to it; a missing one is an empty one.
 *   <li>Every row has a {@code Version}, the version of its columns, and a {@code Mark}, unique to
 *       the write that made it. A conditional write whose answer was lost is repeated by the client
 *       and then refused: by the mark we see that the refusing row is our own.
 *   <li>What people look for (status, times, counts) has a column of its own; what only the program
 *       reads is packed: compressed and checksummed.
 *   <li>Ids become row keys through {@link dev.rollcall.state.table.Keys}, which keeps their order.
 *   <li>Times are kept to 100 nanoseconds.
 * </ul>
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model">The
 *     Table service's data model</a>: 1 MiB an entity, 64 KiB a property, 1 KiB a key (documented,
 *     read 2026-11-21)
 */
@NeedsRole(
    role = "Storage Table Data Contributor",
    on = NeedsRole.On.STORAGE,
    operations = {
      "TableServiceClient.createTableIfNotExists",
      "TableClient.createEntityWithResponse",
      "TableClient.deleteEntityWithResponse",
      "TableClient.getEntityWithResponse",
      "TableClient.listEntities",
      "TableClient.submitTransaction",
      "TableClient.updateEntityWithResponse",
      "TableClient.upsertEntityWithResponse"
    })
@NullMarked
package dev.rollcall.state.table;

import dev.rollcall.model.NeedsRole;
import org.jspecify.annotations.NullMarked;
