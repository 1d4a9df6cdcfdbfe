package dev.rollcall.target.mailprotector;

import dev.rollcall.client.mailprotector.MailGroup;
import dev.rollcall.client.mailprotector.MailUser;
import dev.rollcall.client.mailprotector.MailprotectorClient;
import dev.rollcall.client.mailprotector.NewMailUser;
import dev.rollcall.client.service.Waits;
import dev.rollcall.model.CallMeter;
import java.util.List;
import java.util.Optional;

/**
 * The console during one apply.
 *
 * @param waits how long a request may wait in place
 */
record Console(MailprotectorClient client, Waits waits, CallMeter meter) {

  List<MailUser> create(MailGroup group, List<NewMailUser> users) {
    return client.create(group, users, waits, meter);
  }

  Optional<MailUser> find(String address) {
    return client.find(address, waits, meter);
  }

  MailUser user(long id) {
    return client.user(id, waits, meter);
  }

  MailUser update(long id, Accounts.Names names, int type) {
    return client.update(id, names.first(), names.last(), type, waits, meter);
  }

  void delete(long id) {
    client.delete(id, waits, meter);
  }

  List<MailUser> aliases(long id) {
    return client.aliases(id, meter);
  }

  void createAlias(long id, String name) {
    client.createAlias(id, name, waits, meter);
  }
}
