package dev.rollcall.localhost;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's HTTP messages. */
final class HttpMessages {

  private HttpMessages() {}

  /**
   * A request as a function sees it; query parameters without a value are dropped, as the host
   * does.
   */
  record Request<T>(
      HttpMethod method,
      URI uri,
      Map<String, String> headers,
      Map<String, String> query,
      Optional<T> body)
      implements HttpRequestMessage<Optional<T>> {

    @Override
    public URI getUri() {
      return uri;
    }

    @Override
    public HttpMethod getHttpMethod() {
      return method;
    }

    @Override
    public Map<String, String> getHeaders() {
      return headers;
    }

    @Override
    public Map<String, String> getQueryParameters() {
      return query;
    }

    @Override
    public Optional<T> getBody() {
      return body;
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
      return new Answer(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
      return new Answer(status);
    }
  }

  /** A response, and its builder. */
  static final class Answer implements HttpResponseMessage, HttpResponseMessage.Builder {

    private HttpStatusType status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable Object body;

    Answer(HttpStatusType status) {
      this.status = status;
    }

    Map<String, String> headers() {
      return headers;
    }

    @Override
    public HttpStatusType getStatus() {
      return status;
    }

    @Override
    public @Nullable String getHeader(String key) {
      return headers.get(key);
    }

    @Override
    public @Nullable Object getBody() {
      return body;
    }

    @Override
    public Builder status(HttpStatusType newStatus) {
      status = newStatus;
      return this;
    }

    @Override
    public Builder header(String key, String value) {
      headers.put(key, value);
      return this;
    }

    @Override
    public Builder body(Object newBody) {
      body = newBody;
      return this;
    }

    @Override
    public HttpResponseMessage build() {
      return this;
    }
  }
}
