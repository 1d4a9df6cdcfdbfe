package dev.rollcall.source.offer;

import dev.rollcall.contract.SourceLaws;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("S8")
class OfferLawsTest extends SourceLaws {

  private final Giver giver = new Giver();
  private final Source source = giver.source();

  @AfterEach
  void close() {
    giver.close();
  }

  @Override
  protected Source source() {
    return source;
  }

  @Override
  protected Environment environment() {
    return Giver.environment();
  }

  @Override
  protected Policy policy() {
    return giver.policy();
  }

  @Override
  protected void add(String id, String displayName) {
    giver.put(number(id), displayName, "Engineer");
  }

  @Override
  protected void rename(String id, String displayName) {
    giver.put(number(id), displayName, "Engineer");
  }

  @Override
  protected void remove(String id) {
    giver.records.remove(Giver.key(number(id)));
  }

  @Override
  protected int failLater() {
    giver.deceit = Giver.Deceit.saying(text -> text.substring(0, text.length() / 2));
    return 20;
  }

  @Override
  protected void refuse() {
    giver.deceit = Giver.Deceit.status(403);
  }

  private static int number(String id) {
    return id.hashCode() & 0xffffff;
  }
}
