/**
 * {@link dev.rollcall.state.Files} on Azure Blob Storage: one container, a block blob for each
 * file.
 *
 * <p>A file is written by one request, so that readers see a whole one, old or new. What is
 * overwritten or deleted can be brought back for as long as the account keeps deleted blobs.
 */
@NeedsRole(
    role = "Storage Blob Data Owner",
    on = NeedsRole.On.STORAGE,
    operations = {
      "BlobClient.deleteWithResponse",
      "BlobClient.downloadContentWithResponse",
      "BlobClient.getPropertiesWithResponse",
      "BlobContainerClient.createIfNotExists",
      "BlobContainerClient.listBlobs",
      "BlockBlobClient.uploadWithResponse"
    })
@NullMarked
package dev.rollcall.state.blob;

import dev.rollcall.model.NeedsRole;
import org.jspecify.annotations.NullMarked;
