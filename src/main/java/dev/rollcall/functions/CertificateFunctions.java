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
import dev.rollcall.model.StoredCertificate;
import dev.rollcall.run.ManageCertificates;
import dev.rollcall.run.ManageCertificates.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The vault's certificates over HTTP: list, get, make, import, download the public part. Making the
 * same twice is the same as once, as long as the first is valid.
 */
public final class CertificateFunctions {

  private static final String CER = "application/pkix-cert";

  private final Supplier<Rollcall> app;

  public CertificateFunctions(Supplier<Rollcall> app) {
    this.app = app;
  }

  @FunctionName("ListCertificates")
  public HttpResponseMessage list(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "certificates",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () ->
            answer(
                answers,
                certificates().list(),
                all -> {
                  ObjectNode body = Answers.JSON.createObjectNode();
                  ArrayNode value = body.putArray("value");
                  all.forEach(one -> value.add(shown(one)));
                  return answers.json(HttpStatus.OK, body);
                }));
  }

  @FunctionName("GetCertificate")
  public HttpResponseMessage get(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "certificates/{name}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(() -> one(answers, name, one -> answers.json(HttpStatus.OK, shown(one))));
  }

  @FunctionName("DownloadCertificate")
  public HttpResponseMessage download(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              route = "certificates/{name}/cer",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    return answers.of(
        () ->
            one(
                answers,
                name,
                one -> answers.file(CER, name + ".cer", one.publicPart(), Optional.empty())));
  }

  @FunctionName("PutCertificate")
  public HttpResponseMessage put(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.PUT},
              route = "certificates/{name}",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    String body = request.getBody().orElse("");
    return answers.of(
        () ->
            CertificateBodies.wish(body)
                .match(
                    wish -> answer(answers, certificates().create(name, wish.value())),
                    invalid -> answers.invalid(invalid.problems())));
  }

  @FunctionName("ImportCertificate")
  public HttpResponseMessage take(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              route = "certificates/{name}/import",
              authLevel = AuthorizationLevel.FUNCTION)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    Answers answers = new Answers(request, Invocation.of(context));
    String body = request.getBody().orElse("");
    return answers.of(
        () ->
            CertificateBodies.sent(body)
                .match(
                    sent -> answer(answers, certificates().store(name, sent.value())),
                    invalid -> answers.invalid(invalid.problems())));
  }

  private HttpResponseMessage one(
      Answers answers, String name, Function<StoredCertificate, HttpResponseMessage> found) {
    return ManageCertificates.nameProblems(name).isEmpty()
        ? answer(answers, certificates().find(name), found)
        : answers.notFound("certificate");
  }

  private static <T> HttpResponseMessage answer(
      Answers answers,
      ManageCertificates.Reading<T> reading,
      Function<T, HttpResponseMessage> found) {
    return reading
        .value()
        .map(found)
        .or(() -> reading.problem().map(answers::failed))
        .orElseGet(() -> answers.notFound("certificate"));
  }

  private HttpResponseMessage answer(Answers answers, Outcome outcome) {
    return outcome.match(
        new Outcome.Cases<>(
            made -> answers.json(HttpStatus.CREATED, withNext(made.certificate(), made.vault())),
            there -> answers.json(HttpStatus.OK, withNext(there.certificate(), there.vault())),
            pending ->
                answers.accepted(
                    "/api/certificates/" + pending.name(),
                    Answers.JSON
                        .createObjectNode()
                        .put("name", pending.name())
                        .put("status", "beingMade")),
            different ->
                answers.problem(
                    HttpStatus.CONFLICT,
                    "There is another certificate of this name",
                    "Nothing was changed. The one that is there, of "
                        + different.certificate().key().bits()
                        + " bits and for '"
                        + different.certificate().subject()
                        + "', is valid until "
                        + different.certificate().notAfter()
                        + ". Send \"renew\": true to make a new version as wished, or choose another"
                        + " name."),
            invalid -> answers.invalid(invalid.problems()),
            failed -> answers.failed(failed.problem())));
  }

  private ObjectNode withNext(StoredCertificate certificate, String vault) {
    ObjectNode body = shown(certificate);
    ArrayNode next = body.putArray("next");
    List.of(
            "Register its public part with the app registration: download it from /api/certificates/"
                + certificate.name()
                + "/cer and upload it there under Certificates & secrets, or run: az ad app"
                + " credential reset --id <client id> --append --keyvault "
                + vault
                + " --cert "
                + certificate.name(),
            "Name it in the environment: \"credential\": { \"certificate\": \""
                + certificate.name()
                + "\" }. Where it is named already, it is taken up within the hour, once it is"
                + " registered; until then the version before it is used.")
        .forEach(next::add);
    return body;
  }

  private ObjectNode shown(StoredCertificate certificate) {
    Clock clock = app.get().clock();
    ObjectNode body = Answers.JSON.createObjectNode();
    body.put("name", certificate.name())
        .put("version", certificate.version())
        .put("subject", certificate.subject());
    body.putObject("thumbprints")
        .put("sha1", certificate.thumbprints().sha1())
        .put("sha256", certificate.thumbprints().sha256());
    return body.put("notBefore", certificate.notBefore().toString())
        .put("notAfter", certificate.notAfter().toString())
        .put("daysLeft", Duration.between(clock.instant(), certificate.notAfter()).toDays())
        .put("keyType", certificate.key().algorithm())
        .put("keySize", certificate.key().bits())
        .put("hasPrivateKey", certificate.key().isPrivate())
        .put("exportable", certificate.key().exportable())
        .put("enabled", certificate.enabled());
  }

  private ManageCertificates certificates() {
    return app.get().certificates();
  }
}
