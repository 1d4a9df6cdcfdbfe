package dev.rollcall.localtenant.ews;

import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The door of an organisation's own server, as IIS keeps it: Basic, or NTLM, whose three messages
 * belong to one connection, which is logged on from then.
 */
final class WindowsGate implements Gate {

  private final List<ServiceAccount> accounts;
  private final EwsQuirks quirks;
  private final Clock clock;
  private final String server;
  private final Map<String, Ntlm> begun = new ConcurrentHashMap<>();
  private final Map<String, ServiceAccount> loggedOn = new ConcurrentHashMap<>();

  WindowsGate(List<ServiceAccount> accounts, EwsQuirks quirks, Clock clock, String server) {
    this.accounts = accounts;
    this.quirks = quirks;
    this.clock = clock;
    this.server = server;
  }

  @Override
  public Entry enter(WireRequest request) {
    Optional<String> given = request.header("authorization");
    if (given.isEmpty()) {
      ServiceAccount account = loggedOn.get(request.connection());
      return account != null && account.isUsable()
          ? Entry.of(account)
          // The first request of a connection is not a logon that was refused.
          : Entry.step(challenge(""));
    }
    String[] parts = given.get().split(" ", 2);
    byte[] token;
    try {
      token = Base64.getDecoder().decode(parts.length == 2 ? parts[1].trim() : "");
    } catch (IllegalArgumentException e) {
      return Entry.refused(challenge(""));
    }
    if (parts[0].equalsIgnoreCase("Basic") && allows(EwsQuirks.Scheme.BASIC)) {
      return basic(new String(token, StandardCharsets.UTF_8));
    }
    boolean windows = parts[0].equalsIgnoreCase("NTLM") || parts[0].equalsIgnoreCase("Negotiate");
    return windows && allows(EwsQuirks.Scheme.NTLM) && Ntlm.isMessage(token)
        ? ntlm(request.connection(), parts[0], token)
        : Entry.refused(challenge(""));
  }

  private Entry basic(String pair) {
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Entry.refused(challenge(""));
    }
    String name = pair.substring(0, colon);
    int backslash = name.indexOf('\\');
    Optional<ServiceAccount> account =
        account(backslash < 0 ? "" : name.substring(0, backslash), name.substring(backslash + 1));
    return account
        .filter(known -> known.password().equals(pair.substring(colon + 1)))
        .map(known -> Entry.of(known))
        .orElseGet(() -> Entry.refused(challenge("")));
  }

  private Entry ntlm(String connection, String scheme, byte[] token) {
    loggedOn.remove(connection);
    if (Ntlm.isNegotiate(token)) {
      Ntlm conversation = new Ntlm(token, server, clock);
      begun.put(connection, conversation);
      return Entry.step(
          challenge(scheme + " " + Base64.getEncoder().encodeToString(conversation.challenge())));
    }
    Ntlm conversation = begun.remove(connection);
    Optional<ServiceAccount> account =
        conversation == null ? Optional.empty() : conversation.authenticated(token, this::account);
    account.ifPresent(known -> loggedOn.put(connection, known));
    return account.map(known -> Entry.of(known)).orElseGet(() -> Entry.refused(challenge("")));
  }

  private Optional<ServiceAccount> account(String domain, String user) {
    return accounts.stream()
        .filter(ServiceAccount::isUsable)
        .filter(account -> account.isNamed(domain, user))
        .findFirst();
  }

  private boolean allows(EwsQuirks.Scheme scheme) {
    return quirks.schemes().contains(scheme);
  }

  /**
   * @param going a step of a logon under way; empty offers every scheme
   */
  private WireAnswer challenge(String going) {
    List<String> offered = new ArrayList<>();
    if (!going.isEmpty()) {
      offered.add(going);
    } else {
      if (allows(EwsQuirks.Scheme.NTLM)) {
        offered.addAll(List.of("Negotiate", "NTLM"));
      }
      if (allows(EwsQuirks.Scheme.BASIC)) {
        offered.add("Basic realm=\"" + server + "\"");
      }
    }
    return WireAnswer.empty(401).with("WWW-Authenticate", String.join("\n", offered));
  }
}
