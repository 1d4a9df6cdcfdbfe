package dev.rollcall.source.folder;

import dev.rollcall.client.ews.EwsCaller;
import dev.rollcall.client.ews.EwsClient;
import dev.rollcall.client.ews.EwsFolderId;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Problem;
import dev.rollcall.policy.Environment;
import dev.rollcall.policy.Policy;
import dev.rollcall.source.EwsProbe;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens a mailbox's Contacts, in one request, and finds public folders.
 *
 * @param clients the client of an environment's Exchange Server
 * @param publicFolders reads public folders
 */
public record ExchangeServerProbe(
    Function<Environment, EwsClient> clients, PublicFolderSource publicFolders)
    implements EwsProbe {

  @Override
  public Optional<Problem> openContacts(Environment environment, String mailbox) {
    try {
      clients
          .apply(environment)
          .getFolder(EwsCaller.of(mailbox), EwsFolderId.CONTACTS, new CallMeter());
      return Optional.empty();
    } catch (ClientException e) {
      return Optional.of(e.problem());
    }
  }

  @Override
  public Optional<Problem> openPublicFolder(Environment environment, Policy.Folder folder) {
    return publicFolders.trouble(environment, folder);
  }
}
