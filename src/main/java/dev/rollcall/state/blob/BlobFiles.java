package dev.rollcall.state.blob;

import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import dev.rollcall.model.FileName;
import dev.rollcall.state.Files;
import dev.rollcall.state.StateUnavailable;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Files in one container, which is created when the first file is written. Makes no request before
 * it is asked for something; safe for several threads; meant to be kept.
 *
 * <p>A conditional write whose answer was lost is repeated by the client and then refused: by the
 * mark in the blob's metadata we see that the refusing file is our own.
 */
public final class BlobFiles implements Files {

  /** The container's name in Azure. */
  public static final String CONTAINER = "files";

  private static final String MARK = "mark";

  /** Whatever else a caller sends as a version is none of ours. */
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z]{1,64}");

  /** So often may somebody write the file while it is read. */
  private static final int TRIES = 5;

  private final BlobContainerClient container;
  private final BlobCalls calls;

  /** The files of this account. */
  public BlobFiles(BlobServiceClient account) {
    this(account, CONTAINER);
  }

  /** Files in a container of another name, so that several may share an account. */
  public BlobFiles(BlobServiceClient account, String container) {
    this.container = account.getBlobContainerClient(container);
    this.calls = new BlobCalls(container);
  }

  @Override
  public List<Entry> list() {
    List<Entry> all = new ArrayList<>();
    found(
        () -> {
          for (BlobItem item : container.listBlobs(new ListBlobsOptions(), null)) {
            name(item.getName())
                .map(
                    name ->
                        entry(
                            name,
                            item.getProperties().getETag(),
                            item.getProperties().getContentLength(),
                            item.getProperties().getLastModified()))
                .ifPresent(all::add);
          }
          return all;
        });
    all.sort(Comparator.comparing(Entry::name));
    return List.copyOf(all);
  }

  @Override
  public Optional<Entry> look(FileName name) {
    return properties(name).map(found -> entry(name, found));
  }

  @Override
  public Optional<Content> read(FileName name) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Entry> entry = look(name);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      if (entry.get().bytes() > MAX_BYTES) {
        throw new TooLarge(name, entry.get().bytes());
      }
      Optional<BinaryData> content = download(name, entry.get().version());
      if (content.isPresent()) {
        return content.map(bytes -> new Content(entry.get(), bytes.toBytes()));
      }
    }
    throw new StateUnavailable(
        "The file "
            + name
            + " was written again and again while it was read. Nothing was changed; try again.",
        new IllegalStateException("the version changed " + TRIES + " times"));
  }

  @Override
  public Optional<Entry> put(FileName name, byte[] content, Optional<String> expected) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a file has at most " + MAX_BYTES + " bytes, not " + content.length);
    }
    if (expected.isPresent() && !VERSION.matcher(expected.get()).matches()) {
      return Optional.empty();
    }
    BlobRequestConditions conditions = new BlobRequestConditions();
    expected.ifPresentOrElse(
        version -> conditions.setIfMatch(quoted(version)), () -> conditions.setIfNoneMatch("*"));
    String mark = UUID.randomUUID().toString();
    BlockBlobSimpleUploadOptions options =
        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content))
            .setHeaders(new BlobHttpHeaders().setContentType(name.kind().mediaType()))
            .setMetadata(Map.of(MARK, mark))
            .setRequestConditions(conditions);
    Optional<BlockBlobItem> written =
        accepted(
            () ->
                creatingContainer(
                    () ->
                        blob(name)
                            .getBlockBlobClient()
                            .uploadWithResponse(options, null, Context.NONE)));
    return written.isPresent()
        ? written.map(
            item -> entry(name, item.getETag(), (long) content.length, item.getLastModified()))
        : properties(name)
            .filter(found -> mark.equals(found.getMetadata().get(MARK)))
            .map(found -> entry(name, found));
  }

  @Override
  public boolean delete(FileName name, String expected) {
    if (!VERSION.matcher(expected).matches()) {
      return look(name).isEmpty();
    }
    return calls.call(
        () -> {
          try {
            blob(name)
                .deleteWithResponse(
                    DeleteSnapshotsOptionType.INCLUDE,
                    new BlobRequestConditions().setIfMatch(quoted(expected)),
                    null,
                    Context.NONE);
            return true;
          } catch (BlobStorageException e) {
            if (BlobCalls.isOtherVersion(e) || BlobCalls.isAbsent(e)) {
              // What is not there has no version either, as a condition sees it.
              return look(name).isEmpty();
            }
            throw e;
          }
        });
  }

  /** The content if it still has this version. */
  private Optional<BinaryData> download(FileName name, String version) {
    return calls.call(
        () -> {
          try {
            return Optional.of(
                blob(name)
                    .downloadContentWithResponse(
                        null,
                        new BlobRequestConditions().setIfMatch(quoted(version)),
                        null,
                        Context.NONE)
                    .getValue());
          } catch (BlobStorageException e) {
            if (BlobCalls.isOtherVersion(e) || BlobCalls.isAbsent(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private Optional<BlobProperties> properties(FileName name) {
    return found(() -> blob(name).getPropertiesWithResponse(null, null, Context.NONE).getValue());
  }

  private BlobClient blob(FileName name) {
    return container.getBlobClient(name.value());
  }

  private <T> Optional<T> found(Supplier<T> request) {
    return calls.call(
        () -> {
          try {
            return Optional.of(request.get());
          } catch (BlobStorageException e) {
            if (BlobCalls.isAbsent(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> Optional<T> accepted(Supplier<Response<T>> request) {
    return calls.call(
        () -> {
          try {
            return Optional.of(request.get().getValue());
          } catch (BlobStorageException e) {
            if (BlobCalls.isOtherVersion(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T creatingContainer(Supplier<T> request) {
    try {
      return request.get();
    } catch (BlobStorageException e) {
      if (!BlobCalls.lacksContainer(e)) {
        throw e;
      }
      container.createIfNotExists();
      return request.get();
    }
  }

  private static Entry entry(FileName name, BlobProperties found) {
    return entry(name, found.getETag(), found.getBlobSize(), found.getLastModified());
  }

  private static Entry entry(FileName name, String etag, long bytes, OffsetDateTime changed) {
    return new Entry(name, etag.replace("\"", ""), bytes, changed.toInstant());
  }

  private static Optional<FileName> name(String blob) {
    try {
      return Optional.of(new FileName(blob));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Lists answer versions bare, headers quoted. */
  private static String quoted(String version) {
    return '"' + version + '"';
  }
}
