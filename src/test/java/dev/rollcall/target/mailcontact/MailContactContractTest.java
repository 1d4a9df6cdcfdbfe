package dev.rollcall.target.mailcontact;

import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Mail contacts keep to what every target keeps to. */
@Tag("S8")
class MailContactContractTest extends ServiceTargetContract {

  @Override
  protected Setup open() {
    return new Neighbour();
  }

  @Override
  protected DesiredRecord record(RecordKey key, int number, String value) {
    return new DesiredRecord(key, Neighbour.content(key, number, value), Optional.empty());
  }
}
