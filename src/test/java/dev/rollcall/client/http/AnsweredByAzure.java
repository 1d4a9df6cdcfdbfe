package dev.rollcall.client.http;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer of an Azure service whose body was read already. */
final class AnsweredByAzure extends HttpResponse {

  static final String REQUEST_ID = "6f1f8a52-0d3c-4f0e-9d6b-2f3b1c7a9e10";

  private final int status;

  AnsweredByAzure(int status) {
    super(new HttpRequest(HttpMethod.GET, "https://vault.example"));
    this.status = status;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public String getHeaderValue(String name) {
    return getHeaders().getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return new HttpHeaders().set(HttpHeaderName.fromString("x-ms-request-id"), REQUEST_ID);
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.empty();
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.empty();
  }

  @Override
  public Mono<String> getBodyAsString() {
    return Mono.empty();
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.empty();
  }
}
