package dev.rollcall.client.ldap;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import dev.rollcall.client.http.ClientException;
import dev.rollcall.client.http.Disposition;
import dev.rollcall.client.ldap.LdapClient.Waits;
import dev.rollcall.client.ldap.LdapEntry.Part;
import dev.rollcall.client.ldap.LdapSettings.Server;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A conversation with one domain controller, which goes on with the next one where the first does
 * not answer. For one thread.
 *
 * <p>A search that another controller takes over begins again there: half a list of one and half of
 * another would be no list.
 */
public final class LdapSession implements AutoCloseable {

  /** The largest page that Active Directory makes (MaxPageSize, documented). */
  public static final int PAGE = 1000;

  /** How often all servers are tried. */
  private static final int ROUNDS = 2;

  private static final String SD_FLAGS = "1.2.840.113556.1.4.801";

  /** Owner, group and permissions; without what only administrators may read. */
  private static final int WITHOUT_AUDIT = 7;

  private final LdapSettings settings;
  private final Connecting connecting;
  private final Requests requests;
  private final Waits waits;
  private List<Server> servers;
  private Optional<LDAPConnection> connection = Optional.empty();
  private boolean stays;
  private int current;
  private int changes;

  LdapSession(LdapSettings settings, Connecting connecting, Requests requests, Waits waits) {
    this.settings = settings;
    this.servers = settings.parsed();
    this.connecting = connecting;
    this.requests = requests;
    this.waits = waits;
  }

  /** The distinguished name below which everything is. */
  public String base() {
    return settings.base();
  }

  /** How the connection is protected. */
  public LdapSettings.Security security() {
    return settings.security();
  }

  /** Whether a global catalogue is asked, which knows only a part of what a domain knows. */
  public boolean isGlobalCatalogue() {
    return servers.stream().anyMatch(Server::isGlobalCatalogue);
  }

  /** How often the conversation went on with another server, or anew with the same one. */
  public int changes() {
    return changes;
  }

  /**
   * Searches, page by page to the end.
   *
   * @throws ClientException if not even a first page came
   */
  public LdapResult search(LdapSearch search) {
    return with(live -> paged(live, search));
  }

  /**
   * One of those that fit, if there is any: for a look whether that can be read.
   *
   * @throws ClientException if the directory could not be asked
   */
  public Optional<LdapEntry> any(LdapSearch search) {
    return with(
        live ->
            requests
                .send("SEARCH ldap", () -> live.search(request(search, new ASN1OctetString(), 1)))
                .getSearchEntries()
                .stream()
                .findFirst()
                .map(LdapEntry::new));
  }

  /**
   * One object.
   *
   * @return empty if there is none of this name, or the account may not see it
   * @throws ClientException if the directory could not be asked
   */
  public Optional<LdapEntry> entry(String dn, List<String> attributes) {
    try {
      return search(
              new LdapSearch(dn, LdapSearch.Depth.OBJECT, LdapFilter.all(), attributes, false))
          .entries()
          .stream()
          .findFirst();
    } catch (ClientException e) {
      if (e.status() == ResultCode.NO_SUCH_OBJECT_INT_VALUE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * All values of an attribute that may have more than come at once.
   *
   * @throws ClientException if one of the further requests failed or answered nothing: a part is
   *     never answered
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/adsi/attribute-range-retrieval">Attribute
   *     range retrieval</a> (read 2026-11-21)
   */
  public List<String> values(LdapEntry entry, String attribute) {
    Optional<Part> part = entry.part(attribute);
    if (part.isEmpty()) {
      return entry.all(attribute);
    }
    Set<String> all = new LinkedHashSet<>(part.get().values());
    OptionalLong last = part.get().last();
    while (last.isPresent()) {
      String range = attribute + ";range=" + (last.getAsLong() + 1) + "-*";
      Part next =
          entry(entry.dn(), List.of(range))
              .flatMap(found -> found.part(attribute))
              .orElseThrow(LdapSession::partMissing);
      last = next.last();
      all.addAll(next.values());
    }
    return List.copyOf(all);
  }

  private static ClientException partMissing() {
    return LdapFailures.of(
        new LDAPException(ResultCode.NO_SUCH_ATTRIBUTE, "a part of a list is missing"));
  }

  /**
   * Whom this conversation is with, and what was changed last there.
   *
   * @return empty if the directory does not say, as only Active Directory does, or not to the
   *     account
   * @throws ClientException if it could not be asked
   */
  public Optional<Controller> controller() {
    Optional<LdapEntry> root = entry("", List.of("dsServiceName", "highestCommittedUSN"));
    OptionalLong usn =
        root.map(found -> found.number("highestCommittedUSN")).orElse(OptionalLong.empty());
    if (usn.isEmpty()) {
      return Optional.empty();
    }
    try {
      return entry(root.get().first("dsServiceName"), List.of("invocationId"))
          .flatMap(settings -> settings.bytes("invocationId"))
          .map(id -> new Controller(HexFormat.of().formatHex(id), usn.getAsLong()));
    } catch (ClientException e) {
      if (e.disposition() != Disposition.PERMANENT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connection.ifPresent(LDAPConnection::close);
    connection = Optional.empty();
  }

  /** Stays with the first server that can be spoken with, from then on. */
  LdapSession staying() {
    stays = true;
    return this;
  }

  /**
   * A connection.
   *
   * @throws ClientException if there is none
   */
  LDAPConnection connected() {
    return with(live -> live);
  }

  /** Something to be done with a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T with(LDAPConnection live) throws LDAPException;
  }

  /** Does it with the first server that can; what failed was a reading, and can be done again. */
  private <T> T with(Work<T> work) {
    Optional<LDAPException> first = Optional.empty();
    for (int failures = 0; failures < ROUNDS * servers.size(); ) {
      try {
        return work.with(live());
      } catch (LDAPException e) {
        if (!LdapFailures.isOfOneServer(e)) {
          throw LdapFailures.of(e);
        }
        first = first.or(() -> Optional.of(e));
        failures++;
        move();
        if (failures % servers.size() == 0 && failures < ROUNDS * servers.size()) {
          waits.afterFailures(failures / servers.size());
        }
      }
    }
    throw LdapFailures.of(first.orElseThrow());
  }

  private LDAPConnection live() throws LDAPException {
    if (connection.isEmpty()) {
      connection = Optional.of(connecting.to(servers.get(current)));
      if (stays) {
        servers = List.of(servers.get(current));
        current = 0;
      }
    }
    return connection.get();
  }

  private void move() {
    close();
    changes++;
    current = (current + 1) % servers.size();
  }

  private LdapResult paged(LDAPConnection live, LdapSearch search) throws LDAPException {
    List<LdapEntry> entries = new ArrayList<>();
    Set<String> elsewhere = new LinkedHashSet<>();
    ASN1OctetString cookie = new ASN1OctetString();
    for (int pages = 1; ; pages++) {
      SearchRequest request = request(search, cookie, PAGE);
      SearchResult page;
      try {
        page = requests.send("SEARCH ldap", () -> live.search(request));
      } catch (LDAPSearchException e) {
        if (LdapFailures.isOfOneServer(e) || pages == 1) {
          throw e;
        }
        return new LdapResult(
            entries, pages, Optional.of(LdapFailures.of(e)), List.copyOf(elsewhere));
      }
      page.getSearchEntries().forEach(found -> entries.add(new LdapEntry(found)));
      for (SearchResultReference reference : page.getSearchReferences()) {
        elsewhere.addAll(Arrays.asList(reference.getReferralURLs()));
      }
      SimplePagedResultsControl next = SimplePagedResultsControl.get(page);
      if (next == null || !next.moreResultsToReturn()) {
        return new LdapResult(entries, pages, Optional.empty(), List.copyOf(elsewhere));
      }
      cookie = next.getCookie();
    }
  }

  private static SearchRequest request(LdapSearch search, ASN1OctetString cookie, int page) {
    SearchScope scope =
        switch (search.depth()) {
          case OBJECT -> SearchScope.BASE;
          case ONE_LEVEL -> SearchScope.ONE;
          case SUBTREE -> SearchScope.SUB;
        };
    String[] attributes =
        search.attributes().isEmpty()
            ? new String[] {SearchRequest.NO_ATTRIBUTES}
            : search.attributes().toArray(String[]::new);
    SearchRequest request =
        new SearchRequest(search.base(), scope, search.filter().filter(), attributes);
    if (search.depth() != LdapSearch.Depth.OBJECT) {
      request.addControl(new SimplePagedResultsControl(page, cookie, true));
    }
    if (search.descriptors()) {
      request.addControl(
          new Control(
              SD_FLAGS,
              true,
              new ASN1OctetString(new ASN1Sequence(new ASN1Integer(WITHOUT_AUDIT)).encode())));
    }
    return request;
  }
}
