/**
 * The triggers: what the host sends is decoded, one use case is called, its answer is encoded. No
 * decision about synchronising is made here.
 *
 * <p>Functions are keyed, but for health. No function class does work when it is loaded: a failure
 * there would hang the invocation until the host gives up.
 */
// What the host does for the triggers, with the app's identity: keys and timers' leases are blobs,
// and so is the package it runs; a queue's messages are taken, deleted and moved to the poison
// queue.
@NeedsRole(
    role = "Storage Blob Data Owner",
    on = NeedsRole.On.STORAGE,
    operations = {"HttpTrigger", "TimerTrigger", "the deployed package"})
@NeedsRole(
    role = "Storage Queue Data Contributor",
    on = NeedsRole.On.STORAGE,
    operations = {"QueueTrigger"})
@NeedsRole(
    role = "Monitoring Metrics Publisher",
    on = NeedsRole.On.COMPONENT,
    operations = {"ExecutionContext.getLogger"})
@NullMarked
package dev.rollcall.functions;

import dev.rollcall.model.NeedsRole;
import org.jspecify.annotations.NullMarked;
