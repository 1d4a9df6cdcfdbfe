package dev.rollcall.localtenant.vault;

import dev.rollcall.localtenant.login.Caller;
import dev.rollcall.localtenant.login.Resource;
import dev.rollcall.localtenant.login.TokenRejected;
import dev.rollcall.localtenant.login.Tokens;
import dev.rollcall.localtenant.wire.WireAnswer;
import dev.rollcall.localtenant.wire.WireHandler;
import dev.rollcall.localtenant.wire.WireRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One vault. Names are compared without regard to case, as in Azure. What it does not know is
 * answered 501 and reported.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/keyvault/">Key Vault REST API</a> (read
 *     2026-11-21)
 */
public final class KeyVault implements WireHandler {

  /** The audience of its tokens, whatever the vault is called. */
  public static final String RESOURCE = "https://vault.azure.net";

  private final URI authority;
  private final Resource resource;
  private final Tokens tokens;
  private final Consumer<String> unexpected;
  private final Set<String> readers = new CopyOnWriteArraySet<>();
  private final Set<String> officers = new CopyOnWriteArraySet<>();
  private final VaultStore store;
  private final SecretRequests secrets;
  private final CertificateRequests certificates;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger throttled = new AtomicInteger();
  private volatile boolean closed;

  /**
   * @param authority where its tokens come from, with the tenant
   * @param clock when versions are made
   * @param unexpected told of requests that are not implemented
   */
  public KeyVault(
      URI base,
      URI authority,
      Resource resource,
      Tokens tokens,
      Clock clock,
      Consumer<String> unexpected) {
    this.authority = authority;
    this.resource = resource;
    this.tokens = tokens;
    this.unexpected = unexpected;
    this.store = new VaultStore(clock);
    this.secrets = new SecretRequests(base, store);
    this.certificates = new CertificateRequests(base, store, clock);
  }

  /** Gives an app the role Key Vault Secrets User. */
  public void allow(String appId) {
    readers.add(appId);
  }

  /** Gives an app the role Key Vault Certificates Officer. */
  public void allowCertificates(String appId) {
    officers.add(appId);
  }

  /** Takes the role Key Vault Certificates Officer away. */
  public void denyCertificates(String appId) {
    officers.remove(appId);
  }

  /** Lets an app read nothing any more. */
  public void deny(String appId) {
    readers.remove(appId);
    officers.remove(appId);
  }

  /** Whether the firewall lets nobody in. */
  public void firewall(boolean value) {
    closed = value;
  }

  /** Answers this many of the next requests with 429. */
  public void throttle(int count) {
    throttled.set(count);
  }

  /** How often a certificate is still being made when somebody looks; once if not told. */
  public synchronized void looksUntilMade(int looks) {
    certificates.looksUntilMade(looks);
  }

  /** Adds a version, which is then the current one. */
  public synchronized void put(String name, VaultCertificate version) {
    store.put(name, version);
  }

  /** Adds a version of a secret without an end. */
  public synchronized void putSecret(String name, String value) {
    store.putSecret(name, value, Optional.empty());
  }

  /** Adds a version of a secret, with an expiration date. */
  public synchronized void putSecret(String name, String value, Instant ends) {
    store.putSecret(name, value, Optional.of(ends));
  }

  /** Disables every version of a certificate or secret. */
  public synchronized void disable(String name) {
    store.disable(name);
  }

  /** Disables the newest version of a certificate or secret. */
  public synchronized void disableNewest(String name) {
    store.disableNewest(name);
  }

  /** Deletes a certificate so that it can be recovered, which keeps its name. */
  public synchronized void delete(String name) {
    store.delete(name);
  }

  /** The current version. */
  public synchronized VaultCertificate current(String name) {
    return store
        .certificate(name, "")
        .orElseThrow(() -> new IllegalArgumentException("the vault has no certificate " + name))
        .version();
  }

  /** How many requests came, refused ones included. */
  public int requests() {
    return requests.get();
  }

  @Override
  public Optional<WireAnswer> answer(WireRequest request) {
    requests.incrementAndGet();
    try {
      Caller caller;
      try {
        caller = tokens.check(request.bearer(), resource);
      } catch (TokenRejected rejected) {
        return Optional.of(challenge());
      }
      checkAccess(caller, request);
      if (!WireRequest.parameters(request.query()).containsKey("api-version")) {
        throw VaultRefusal.badParameter("api-version must be specified");
      }
      return Optional.of(known(request).orElseGet(() -> unknown(request)));
    } catch (VaultRefusal refusal) {
      return Optional.of(refusal.answer());
    }
  }

  private void checkAccess(Caller caller, WireRequest request) throws VaultRefusal {
    if (closed) {
      throw new VaultRefusal(
          403,
          "Forbidden",
          "ForbiddenByFirewall",
          "Client address is not authorized and caller is not a trusted service.");
    }
    if (throttled.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new VaultRefusal(
          429,
          "Throttled",
          "",
          "Request was not processed because too many requests were received. Reason:"
              + " VaultRequestTypeLimitReached");
    }
    boolean aboutCertificates = request.path().startsWith("/certificates");
    if (!(aboutCertificates ? officers : readers).contains(caller.appId())) {
      throw new VaultRefusal(
          403,
          "Forbidden",
          "ForbiddenByRbac",
          "Caller is not authorized to perform action on resource.");
    }
  }

  private synchronized Optional<WireAnswer> known(WireRequest request) throws VaultRefusal {
    List<String> path = request.segments();
    return switch (path.isEmpty() ? "" : path.get(0)) {
      case "secrets" -> secrets.answer(request);
      case "certificates" -> certificates.answer(request);
      default -> Optional.empty();
    };
  }

  private WireAnswer unknown(WireRequest request) {
    unexpected.accept("Key Vault: " + request.method() + " " + request.path());
    return new VaultRefusal(
            501, "NotImplemented", "", "The local tenant does not know this request.")
        .answer();
  }

  private WireAnswer challenge() {
    return new VaultRefusal(
            401, "Unauthorized", "", "AKV10000: Request is missing a Bearer or PoP token.")
        .answer()
        .with(
            "WWW-Authenticate",
            "Bearer authorization=\"" + authority + "\", resource=\"" + RESOURCE + "\"");
  }
}
