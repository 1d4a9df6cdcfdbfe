package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.localtenant.graph.mailbox.Location;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection test of an organisation that has mailboxes in both places. */
@Tag("P5")
@Tag("E9")
class HybridConnectionTest {

  private final ServersOffice office =
      ServersOffice.open(ServersOffice.Kind.HYBRID, ServersOffice.organisation(4, 3));

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void aMailboxIsAskedForOnlyWhereItLives() {
    office.policy(ServersOffice.tenantDirectory(""));
    office.move(Location.ON_PREMISES, 0);

    JsonNode online = test(1);
    JsonNode own = test(0);
    JsonNode any = office.api().post("/api/environments/contoso/test", "").json();

    assertEquals(List.of("warning"), statuses(online, "Exchange Server"));
    assertEquals(List.of(), statuses(online, "acting for a mailbox"));
    assertEquals(List.of("ok"), statuses(online, "mailbox"));
    assertEquals(List.of("ok"), statuses(own, "Exchange Server"));
    assertEquals(List.of("ok"), statuses(own, "acting for a mailbox"));
    assertEquals(List.of("ok"), statuses(own, "mailbox"));
    assertEquals(List.of("skipped"), statuses(own, "folder"));
    assertEquals(List.of("ok"), statuses(any, "mailbox"));
    assertEquals(List.of("ok"), statuses(any, "folder"));
  }

  private JsonNode test(int mailbox) {
    String address =
        office.organisation().find(office.mailboxes().get(mailbox)).orElseThrow().text("mail");
    return office
        .api()
        .post("/api/environments/contoso/test", "{\"mailbox\": \"" + address + "\"}")
        .json();
  }

  private static List<String> statuses(JsonNode report, String check) {
    return StreamSupport.stream(report.path("lines").spliterator(), false)
        .filter(line -> line.path("check").asText().equals(check))
        .map(line -> line.path("status").asText())
        .toList();
  }
}
