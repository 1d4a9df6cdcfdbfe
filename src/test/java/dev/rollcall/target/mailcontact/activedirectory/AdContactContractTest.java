package dev.rollcall.target.mailcontact.activedirectory;

import dev.rollcall.contract.ServiceTargetContract;
import dev.rollcall.model.DesiredRecord;
import dev.rollcall.model.RecordKey;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Mail contacts in Active Directory keep to what every target keeps to. */
@Tag("S8")
class AdContactContractTest extends ServiceTargetContract {

  @Override
  protected Setup open() {
    return new Partners();
  }

  @Override
  protected DesiredRecord record(RecordKey key, int number, String value) {
    return new DesiredRecord(key, Partners.content(key, number, value), Optional.empty());
  }

  @Override
  protected boolean tellsHowLongToWait() {
    return false;
  }
}
