package dev.rollcall.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.rollcall.app.Rollcall;
import dev.rollcall.model.FileName;
import dev.rollcall.policy.DocumentProblem;
import dev.rollcall.run.StoreDocuments.Condition;
import dev.rollcall.run.StoreFiles;
import dev.rollcall.state.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Files over HTTP: the spreadsheets that policies read and the files that policies write. Putting
 * the same twice is the same as once.
 *
 * <p>A file is sent as {@code application/octet-stream}: the host hands on bytes of that type as
 * they came, and takes whatever is of another type for text in UTF-8.
 */
public final class FileFunctions {

  private static final String BYTES = "application/octet-stream";

  private final Supplier<Rollcall> app;

  public FileFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("ListFiles")
  public HttpResponseMessage list(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "files",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () -> {
          ObjectNode body = Answers.JSON.createObjectNode();
          ArrayNode list = body.putArray("value");
          store().list().forEach(entry -> list.add(view(entry)));
          return answers.json(HttpStatus.OK, body);
        });
  }

  @FunctionName("GetFile")
  public HttpResponseMessage get(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "files/{name}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () -> {
          try {
            return Paths.id(FileName::new, name)
                .flatMap(known -> store().read(known))
                .map(found -> file(answers, found))
                .orElseGet(() -> answers.notFound("file"));
          } catch (Files.TooLarge e) {
            return answers.problem(
                HttpStatus.CONFLICT,
                "The file is larger than the app reads",
                "Nothing was changed. " + e.getMessage());
          }
        });
  }

  @FunctionName("PutFile")
  public HttpResponseMessage put(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.PUT},
              route = "files/{name}",
              dataType = "binary",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<byte[]>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    boolean sentAsBytes =
        Conditions.header(request, "content-type")
            .map(type -> type.split(";")[0].strip().toLowerCase(Locale.ROOT))
            .equals(Optional.of(BYTES));
    byte[] sent = request.getBody().orElse(new byte[0]);
    return answers.of(
        () -> {
          Optional<FileName> known = Paths.id(FileName::new, name);
          if (known.isEmpty()) {
            return answers.invalid(badName(name));
          }
          if (!sentAsBytes) {
            return answers.problem(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "The file was not sent as bytes",
                "Nothing was changed. Send it again with the header Content-Type: "
                    + BYTES
                    + ", whatever it holds.");
          }
          if (sent.length == 0) {
            return answers.problem(
                HttpStatus.BAD_REQUEST,
                "The file is empty",
                "Nothing was changed. Send the file itself as the request's body.");
          }
          if (sent.length > Files.MAX_BYTES) {
            return answers.problem(
                HttpStatus.PAYLOAD_TOO_LARGE,
                "The file is too large",
                "Nothing was changed. At most 16 MiB are stored. Leave out what the policy does not"
                    + " need, or spread the people over several policies with a file each.");
          }
          return store()
              .put(known.get(), sent, condition(request))
              .map(stored -> stored(answers, stored))
              .orElseGet(() -> another(answers));
        });
  }

  @FunctionName("DeleteFile")
  public HttpResponseMessage delete(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.DELETE},
              route = "files/{name}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    Function<FileName, HttpResponseMessage> delete =
        known ->
            store().delete(known, condition(request))
                ? answers.empty(HttpStatus.NO_CONTENT)
                : another(answers);
    return answers.of(
        () -> Paths.id(FileName::new, name).map(delete).orElseGet(() -> answers.notFound("file")));
  }

  private StoreFiles store() {
    return app.get().files();
  }

  private static HttpResponseMessage stored(Answers answers, StoreFiles.Stored stored) {
    return answers.json(
        stored.created() ? HttpStatus.CREATED : HttpStatus.OK,
        view(stored.entry()),
        Optional.of(etag(stored.entry())));
  }

  private static HttpResponseMessage another(Answers answers) {
    return answers.problem(
        HttpStatus.PRECONDITION_FAILED,
        "The stored file is another one",
        "Nothing was changed. Get it, see what somebody else changed, and send yours with its"
            + " ETag.");
  }

  private static HttpResponseMessage file(Answers answers, Files.Content found) {
    return answers.file(
        found.entry().name().kind().mediaType(),
        found.entry().name().value(),
        found.bytes(),
        Map.of("ETag", etag(found.entry())));
  }

  private static ObjectNode view(Files.Entry entry) {
    return Answers.JSON
        .createObjectNode()
        .put("name", entry.name().value())
        .put("etag", etag(entry))
        .put("bytes", entry.bytes())
        .put("changedAt", entry.changed().toString());
  }

  private static String etag(Files.Entry entry) {
    return '"' + entry.version() + '"';
  }

  /** A version in quotes, or bare, as some clients send it. */
  private static Condition condition(HttpRequestMessage<?> request) {
    Condition sent = Conditions.of(request);
    return new Condition(
        sent.version().map(version -> version.replaceAll("^\"|\"$", "")),
        sent.mustExist(),
        sent.mustNotExist());
  }

  private static List<DocumentProblem> badName(String name) {
    String ending = name.toLowerCase(Locale.ROOT);
    boolean old = ending.endsWith(".xls") || ending.endsWith(".xlsb") || ending.endsWith(".ods");
    return List.of(
        new DocumentProblem(
            "/name",
            name.length() <= 120 ? name : name.substring(0, 120) + "…",
            old
                ? "Workbooks of this format are not read. Save it as .xlsx (Excel: Save As, Excel"
                    + " Workbook) and send that."
                : "The name in the address is not a file's.",
            FileName.RULE));
  }
}
