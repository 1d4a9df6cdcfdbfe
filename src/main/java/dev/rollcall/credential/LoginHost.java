package dev.rollcall.credential;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Failures;
import dev.rollcall.policy.Environment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks an organisation's login host, without any credential, whether it is there, knows the
 * organisation, and what time it is. For the connection test.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc">OpenID
 *     Connect discovery</a> (read 2026-11-21)
 */
public final class LoginHost {

  private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{5,7}");

  private final HttpClient http;

  public LoginHost(HttpClient http) {
    this.http = http;
  }

  /**
   * Asks.
   *
   * @return what time it is there; empty if it does not say
   * @throws ClientException if it cannot be reached, or does not know the organisation
   */
  public Optional<Instant> time(CloudHosts hosts, Environment environment) {
    HttpRequest request =
        new HttpRequest(
            HttpMethod.GET,
            hosts.login() + "/" + environment.tenant() + "/v2.0/.well-known/openid-configuration");
    try (HttpResponse response = http.sendSync(request, Context.NONE)) {
      if (response.getStatusCode() >= 400) {
        throw refused(response);
      }
      return date(response.getHeaderValue(HttpHeaderName.DATE));
    } catch (ClientException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Failures.ofException(e);
    }
  }

  private static ClientException refused(HttpResponse response) {
    String body = response.getBodyAsBinaryData().toString();
    Matcher code = AADSTS.matcher(body);
    return code.find()
        ? Failures.ofException(new IllegalStateException(code.group()))
        : Failures.ofAnswer(response.getStatusCode(), "", "", "", Optional.empty());
  }

  private static Optional<Instant> date(String header) {
    try {
      return header == null
          ? Optional.empty()
          : Optional.of(
              ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
