package dev.rollcall.source.spreadsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.contract.SourceLaws;
import dev.rollcall.model.EnvironmentId;
import dev.rollcall.policy.Cloud;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyDocuments;
import dev.rollcall.source.FileStore;
import dev.rollcall.source.Source;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;

/** Rows of a file as a source among the others. */
@Tag("P17")
class SpreadsheetLawsTest extends SourceLaws {

  private final Map<String, String> rows = new TreeMap<>();
  private boolean isThere = true;
  private boolean isDamaged;

  @Override
  protected Source source() {
    return new SpreadsheetSource(
        name ->
            isThere
                ? Optional.of(new FileStore.StoredFile(file().getBytes(UTF_8), Instant.EPOCH))
                : Optional.empty());
  }

  private String file() {
    StringBuilder file = new StringBuilder("id;displayName;mail\n");
    rows.forEach(
        (id, name) ->
            file.append(id).append(';').append(name).append(';').append(id).append("@x.example\n"));
    return isDamaged ? file + ";without any key;\n" : file.toString();
  }

  @Override
  protected Environment environment() {
    return new Environment(
        new EnvironmentId("contoso"),
        "Contoso",
        "",
        Cloud.GLOBAL,
        "contoso.onmicrosoft.com",
        new Environment.App("Rollcall", "client", "certificate", 4));
  }

  @Override
  protected Policy policy() {
    String json =
        """
        { "id": "people", "name": "People", "type": "contacts", "environment": "contoso",
          "source": { "kind": "spreadsheet", "file": "people.csv" },
          "target": { "kind": "mailboxes", "select": [ { "group": "field@contoso.com" } ] } }
        """;
    return PolicyDocuments.policy(json.getBytes(UTF_8))
        .match(
            valid -> valid.value(),
            invalid -> {
              throw new IllegalStateException(invalid.toString());
            });
  }

  @Override
  protected void add(String id, String displayName) {
    rows.put(id, displayName);
  }

  @Override
  protected void rename(String id, String displayName) {
    rows.put(id, displayName);
  }

  @Override
  protected void remove(String id) {
    rows.remove(id);
  }

  @Override
  protected void refuse() {
    isThere = false;
  }

  @Override
  protected int failLater() {
    isDamaged = true;
    return 3;
  }
}
