package dev.rollcall.source.offer;

import dev.rollcall.contract.SourceContract;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.Source;
import org.junit.jupiter.api.Tag;

/** An offer keeps to what every source keeps to. */
@Tag("S8")
class OfferContractTest extends SourceContract {

  @Override
  protected Setup open() {
    Giver giver = new Giver();
    Source source = giver.source();
    return new Setup() {
      @Override
      public Source source() {
        return source;
      }

      @Override
      public Environment environment() {
        return Giver.environment();
      }

      @Override
      public Policy policy() {
        return giver.policy();
      }

      @Override
      public void add(int from, int to) {
        for (int i = from; i < to; i++) {
          giver.put(i, "Engineer");
        }
      }

      @Override
      public void remove(int number) {
        giver.records.remove(Giver.key(number));
      }

      @Override
      public void promote(int number, String jobTitle) {
        giver.put(number, jobTitle);
      }

      @Override
      public void refuse() {
        giver.deceit = Giver.Deceit.status(403);
      }

      @Override
      public void breakOff() {
        giver.deceit = Giver.Deceit.saying(text -> text.substring(0, text.length() / 2));
      }

      @Override
      public void close() {
        giver.close();
      }
    };
  }
}
