package dev.rollcall.source.directory;

import dev.rollcall.client.graph.GraphClient;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.model.CallMeter;
import dev.rollcall.policy.Environment;
import dev.rollcall.source.SourceUnavailable;
import dev.rollcall.source.TenantIdentities;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Looks people up in the tenant by their addresses, twenty with each call. */
public final class DirectoryIdentities implements TenantIdentities {

  private final Function<Environment, GraphClient> clients;

  /**
   * @param clients the client of an environment; asked often, so it should keep them
   */
  public DirectoryIdentities(Function<Environment, GraphClient> clients) {
    this.clients = clients;
  }

  @Override
  public Map<String, String> of(Environment environment, List<String> addresses, CallMeter meter) {
    try {
      Proof proof = new Proof(meter);
      Lookups lookups = new Lookups(clients.apply(environment), new EntryReader(), proof);
      addresses.forEach(address -> lookups.want(address, DirectoryEntry.Kind.USER));
      lookups.run();
      Map<String, String> found = new HashMap<>();
      for (String address : addresses) {
        lookups
            .found(address, DirectoryEntry.Kind.USER)
            .ifPresent(entry -> found.put(address.toLowerCase(Locale.ROOT), entry.id()));
      }
      return found;
    } catch (ClientException e) {
      throw new SourceUnavailable(e.problem(), e);
    }
  }
}
