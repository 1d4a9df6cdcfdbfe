package dev.rollcall.localservices.mailprotector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The local service keeps what is documented of the real one. */
@Tag("S5")
class LocalMailprotectorTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private LocalMailprotector service;

  @BeforeEach
  void open() {
    service =
        LocalMailprotector.start("contoso.com", "key", Clock.systemUTC())
            .withAliasDomain("contoso.net");
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aListComesInPagesOfTwentyFiveAndTellsHowLongItIs() throws Exception {
    for (int i = 0; i < 30; i++) {
      service.add("Main", "user" + i, 1);
    }

    HttpResponse<String> first = send("GET", "/domains/102/users", "");
    HttpResponse<String> second = send("GET", "/domains/102/users?page=2", "");

    assertEquals(25, json(first).size());
    assertEquals(5, json(second).size());
    JsonNode told = JSON.readTree(first.headers().firstValue("X-Pagination").orElseThrow());
    assertEquals(30, told.path("total").asInt());
    assertEquals(2, told.path("total_pages").asInt());
  }

  @Test
  void aCreationAnswersAnArrayAndAnAliasLeadsToItsUser() throws Exception {
    String group = json(send("GET", "/domains/102/user_groups", "")).get(0).path("id").asText();

    HttpResponse<String> created =
        send(
            "POST",
            "/user_groups/" + group + "/users",
            "{'name':'jan','user_type_id':1,'aliases':['j.jansen']}");

    assertEquals(201, created.statusCode());
    assertTrue(json(created).isArray());
    assertTrue(service.accepts("j.jansen@contoso.net"));
    JsonNode found =
        json(send("POST", "/users/find_by_address", "{'address':'J.Jansen@contoso.com'}"));
    assertEquals("jan", found.path("name").asText());
    assertEquals(404, send("POST", "/users/find_by_address", "{'address':'x@y.z'}").statusCode());
  }

  @Test
  void aUserIsNotMovedByAnUpdate() throws Exception {
    service.withGroup("Sales");
    int user = service.add("Main", "jan", 1);

    HttpResponse<String> answer =
        send("PUT", "/users/" + user, "{'last_name':'Jansen','user_group_id':1,'name':'other'}");

    assertEquals(200, answer.statusCode());
    assertEquals("Main", service.groupOf("jan"));
    assertEquals("Jansen", service.user("jan").orElseThrow().lastName());
  }

  @Test
  void oneTakenNameRefusesAWholeBulkCreationUnlessItIsPartial() throws Exception {
    service.add("Main", "jan", 1);
    String group = json(send("GET", "/domains/102/user_groups", "")).get(0).path("id").asText();
    String users = "{'users':[{'name':'piet'},{'name':'jan'}]}";
    String path = "/user_groups/" + group + "/users/create_many";

    assertEquals(422, send("POST", path, users).statusCode());
    assertFalse(service.user("piet").isPresent());

    service.quirks().createManyIsPartial(true);
    assertEquals(1, json(send("POST", path, users)).size());
    assertTrue(service.user("piet").isPresent());
    assertEquals(2, service.counts().of("POST /api/v1/user_groups/{id}/users/create_many"));
  }

  @Test
  void withoutTheKeyNothingIsAnswered() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.uri() + "/domains/102"))
            .header("Authorization", "Bearer other")
            .build();

    assertEquals(401, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.uri() + path))
            .header("Authorization", "Bearer key")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
  }
}
