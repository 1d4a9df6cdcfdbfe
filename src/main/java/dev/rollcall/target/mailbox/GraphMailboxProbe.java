package dev.rollcall.target.mailbox;

import dev.rollcall.client.graph.Dialogues;
import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.model.Mailbox;
import dev.rollcall.policy.Environment;
import dev.rollcall.target.MailboxProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Looks into a mailbox in Exchange Online: one request for each level of the path, one more. */
public final class GraphMailboxProbe implements MailboxProbe {

  private static final int FORBIDDEN = 403;

  private final BiFunction<Environment, Environment.App, GraphClient> clients;

  /**
   * @param clients the client of an environment's app; asked often, so it should keep them
   */
  public GraphMailboxProbe(BiFunction<Environment, Environment.App, GraphClient> clients) {
    this.clients = clients;
  }

  @Override
  public Sight look(
      Environment environment, Environment.App app, Mailbox mailbox, List<String> folder) {
    try {
      GraphClient graph = clients.apply(environment, app);
      CallMeter meter = new CallMeter();
      FolderSearch search = FolderSearch.looking(graph, mailbox.id(), folder);
      Dialogues.hold(graph, List.of(search), meter);
      if (search.failure().isPresent()) {
        return failed(search.failure().get());
      }
      if (search.place().isPresent()) {
        graph.get(
            new MailboxFolder(mailbox.id(), search.place().get()).contacts() + "?$select=id&$top=1",
            Map.of(),
            meter);
      }
      return new Sight(false, search.place().isPresent(), Optional.empty());
    } catch (ClientException e) {
      return failed(e);
    }
  }

  private static Sight failed(ClientException e) {
    boolean denied = e.status() == FORBIDDEN && e.hasCode("ErrorAccessDenied");
    return new Sight(denied, false, Optional.of(e.problem()));
  }
}
