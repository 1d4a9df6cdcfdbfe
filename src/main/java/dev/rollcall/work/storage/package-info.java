/** The work queue on Azure Queue Storage. */
@NeedsRole(
    role = "Storage Queue Data Contributor",
    on = NeedsRole.On.STORAGE,
    operations = {
      "QueueClient.createIfNotExists",
      "QueueClient.getProperties",
      "QueueClient.sendMessageWithResponse"
    })
@NullMarked
package dev.rollcall.work.storage;

import dev.rollcall.model.NeedsRole;
import org.jspecify.annotations.NullMarked;
