package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** One server of the directory: its own numbers of changes, its own bad moods. */
public final class DomainController {

  private static final String LDAPS = "ldaps";
  private static final String LDAP = "ldap";

  private final String name;
  private final String base;
  private static final int STARTS = 5;

  private final InMemoryDirectoryServer server;
  private int securePort;
  private int plainPort;
  private final Hostility hostility = new Hostility();
  private final Map<String, Entry> known = new HashMap<>();
  private final Map<String, Long> created = new HashMap<>();
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();
  private final List<String> searches = new CopyOnWriteArrayList<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final Replication replication;
  private volatile MatchingRules matching = new MatchingRules(List.of());
  private volatile List<String> referrals = List.of();
  private volatile long usn;

  DomainController(
      String name, String base, long firstUsn, LocalDirectory directory, SSLContext tls) {
    this.name = name;
    this.replication = directory.replication();
    this.base = base;
    this.usn = firstUsn;
    try {
      this.server = started(directory, tls);
    } catch (LDAPException e) {
      throw new IllegalStateException("the domain controller did not start", e);
    }
  }

  /** It comes back where it was, so its ports are chosen; somebody may be quicker to take one. */
  private InMemoryDirectoryServer started(LocalDirectory directory, SSLContext tls)
      throws LDAPException {
    for (int attempt = 1; ; attempt++) {
      securePort = freePort();
      plainPort = freePort();
      InMemoryDirectoryServer candidate = new InMemoryDirectoryServer(config(directory, tls));
      try {
        candidate.startListening();
        return candidate;
      } catch (LDAPException e) {
        candidate.shutDown(true);
        if (attempt == STARTS) {
          throw e;
        }
      }
    }
  }

  private InMemoryDirectoryServerConfig config(LocalDirectory directory, SSLContext tls)
      throws LDAPException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(base);
    config.setSchema(DirectorySchema.make());
    config.setEnforceAttributeSyntaxCompliance(false);
    config.setEnforceSingleStructuralObjectClass(false);
    config.setGenerateOperationalAttributes(false);
    config.addAdditionalBindCredentials(ControllerRules.READER, ControllerRules.READER_PASSWORD);
    config.setEqualityIndexAttributes(
        "memberOf", DirectorySchema.CHAIN, "objectGUID", "objectSid", "distinguishedName");
    config.setRootDSEEntry(root());
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPSConfig(
            LDAPS, (InetAddress) null, securePort, tls.getServerSocketFactory(), null),
        InMemoryListenerConfig.createLDAPConfig(LDAP, null, plainPort, tls.getSocketFactory()));
    config.addInMemoryOperationInterceptor(new ControllerRules(this, directory));
    return config;
  }

  /** Where it takes encrypted connections, as environments name it. */
  public String address() {
    return "localhost:" + securePort;
  }

  /** Where it takes connections that are encrypted later, or not at all. */
  public String plainAddress() {
    return "localhost:" + plainPort;
  }

  /** What it does wrong next. */
  public Hostility hostility() {
    return hostility;
  }

  /** It stops. */
  public void down() {
    server.shutDown(true);
  }

  /** It starts again, where it was. */
  public void up() {
    try {
      server.startListening();
    } catch (LDAPException e) {
      throw new IllegalStateException("the domain controller did not start again", e);
    }
  }

  /** An administrator sets an attribute by hand, or clears it. */
  public void edit(String dn, String attribute, String... values) {
    changed(() -> server.modify(dn, new Modification(ModificationType.REPLACE, attribute, values)));
  }

  /** An administrator gives an object another name. */
  public void rename(String dn, String newName) {
    changed(() -> server.modifyDN(dn, newName, true, null));
  }

  private synchronized void changed(Change change) {
    try {
      change.make();
      usn++;
    } catch (LDAPException e) {
      throw new IllegalArgumentException("it cannot be changed so", e);
    }
  }

  /** Something done by hand. */
  @FunctionalInterface
  private interface Change {
    void make() throws LDAPException;
  }

  /** Searches so far, a page each: {@code base scope filter}. */
  public List<String> searches() {
    return List.copyOf(searches);
  }

  /** Forgets what was searched for. */
  public void forgetSearches() {
    searches.clear();
  }

  /** Writes that took effect so far: {@code ADD}, {@code MODIFY} or {@code DELETE} and a name. */
  public List<String> writes() {
    return List.copyOf(writes);
  }

  /** Forgets what was written. */
  public void forgetWrites() {
    writes.clear();
  }

  /** What it has below a name, as it keeps it. */
  public List<Entry> below(String dn) {
    try {
      return server
          .search(dn, SearchScope.ONE, "(objectClass=*)", "*", "+")
          .getSearchEntries()
          .stream()
          .map(Entry::duplicate)
          .toList();
    } catch (LDAPException e) {
      throw new IllegalArgumentException(dn, e);
    }
  }

  /** The number of its last change. */
  public long highestUsn() {
    return usn;
  }

  /** Something else changed, which nobody here reads. */
  public void changeElsewhere() {
    usn++;
  }

  /** The account may not read this attribute. */
  public void hide(String attribute) {
    hidden.add(attribute);
  }

  /** What is told beside the entries of a search from the top: that others are elsewhere. */
  public void refer(String... urls) {
    referrals = List.of(urls);
  }

  int securePort() {
    return securePort;
  }

  Set<String> hiddenAttributes() {
    return hidden;
  }

  List<String> referrals() {
    return referrals;
  }

  MatchingRules matching() {
    return matching;
  }

  boolean has(String dn) throws LDAPException {
    return entry(dn).isPresent();
  }

  Optional<Entry> entry(String dn) throws LDAPException {
    return Optional.ofNullable(server.getEntry(dn)).map(Entry::duplicate);
  }

  /** The entry with this objectGUID. */
  Optional<Entry> entry(byte[] guid) throws LDAPException {
    return server
        .search(base, SearchScope.SUB, Filter.createEqualityFilter("objectGUID", guid), "*")
        .getSearchEntries()
        .stream()
        .findFirst()
        .map(Entry::duplicate);
  }

  synchronized long nextUsn() {
    return ++usn;
  }

  /** An entry was added or changed over LDAP. */
  void wrote(String what, String dn) throws LDAPException {
    writes.add(what + " " + dn);
    Optional<Entry> now = entry(dn);
    if (now.isPresent()) {
      replication.wrote(this, now.get());
    }
  }

  /** An entry was removed over LDAP. */
  void removed(String dn, byte[] guid) {
    writes.add("DELETE " + dn);
    synchronized (this) {
      known.remove(Arrays.toString(guid));
      usn++;
    }
    replication.removed(this, guid);
  }

  /** What another controller was told. Of two of one name, the later one gets another. */
  synchronized void take(Entry entry) {
    try {
      byte[] guid = entry.getAttributeValueBytes("objectGUID");
      Optional<Entry> mine = entry(guid);
      if (mine.isPresent()) {
        server.delete(mine.get().getDN());
      }
      Entry stored = entry.duplicate();
      if (has(stored.getDN())) {
        String mangled = stored.getAttributeValue("cn") + "\nCNF:" + UUID.nameUUIDFromBytes(guid);
        stored.setDN(new RDN("CN", mangled) + "," + stored.getParentDNString());
        stored.setAttribute("cn", mangled);
        stored.setAttribute("name", mangled);
        stored.setAttribute("distinguishedName", stored.getDN());
      }
      usn++;
      stored.setAttribute("uSNChanged", Long.toString(usn));
      server.add(stored);
    } catch (LDAPException e) {
      throw new IllegalStateException("the domain controller did not take " + name, e);
    }
  }

  synchronized void drop(byte[] guid) {
    try {
      Optional<Entry> mine = entry(guid);
      if (mine.isPresent()) {
        server.delete(mine.get().getDN());
        known.remove(Arrays.toString(guid));
        usn++;
      }
    } catch (LDAPException e) {
      throw new IllegalStateException("the domain controller did not take " + name, e);
    }
  }

  void counted(SearchRequest search) {
    searches.add(search.getBaseDN() + " " + search.getScope().getName() + " " + search.getFilter());
  }

  void breakConnections() {
    server.closeAllConnections(false);
  }

  /** Takes over what changed, each change with a number of its own. */
  synchronized void replicate(List<Entry> entries) {
    Map<String, Entry> wanted = new HashMap<>();
    try {
      List<Entry> whole = new ArrayList<>(entries);
      whole.add(settings());
      for (Entry entry : whole) {
        wanted.put(id(entry), entry);
      }
      for (String id : List.copyOf(known.keySet())) {
        Entry now = wanted.get(id);
        if (now == null || !now.equals(known.get(id))) {
          server.delete(known.remove(id).getDN());
          usn++;
        }
      }
      for (Entry entry : whole) {
        if (!known.containsKey(id(entry))) {
          add(entry);
        }
      }
    } catch (LDAPException e) {
      throw new IllegalStateException("the domain controller did not take " + name, e);
    }
    matching = new MatchingRules(wanted.values());
  }

  private void add(Entry entry) throws LDAPException {
    usn++;
    long first = created.computeIfAbsent(id(entry), any -> usn);
    Entry stored = entry.duplicate();
    stored.setAttribute("uSNChanged", Long.toString(usn));
    stored.setAttribute("uSNCreated", Long.toString(first));
    server.add(stored);
    known.put(id(entry), entry);
  }

  private Entry settings() {
    Entry settings = new Entry(settingsName());
    settings.addAttribute("objectClass", "top", "container");
    settings.addAttribute("distinguishedName", settingsName());
    settings.addAttribute("cn", "NTDS Settings");
    settings.addAttribute("objectGUID", Sids.guid(DirectoryTree.guid(settingsName())));
    settings.addAttribute(
        "invocationId", Sids.guid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))));
    return settings;
  }

  private String settingsName() {
    return "CN=NTDS Settings,CN=" + name + ",CN=Servers,CN=Configuration," + base;
  }

  private Entry root() {
    Entry root = new Entry("");
    root.addAttribute("objectClass", "top");
    root.addAttribute("defaultNamingContext", base);
    root.addAttribute("namingContexts", base, "CN=Configuration," + base);
    root.addAttribute("configurationNamingContext", "CN=Configuration," + base);
    root.addAttribute("dsServiceName", settingsName());
    root.addAttribute("dnsHostName", name.toLowerCase(Locale.ROOT) + ".corp");
    root.addAttribute("supportedLDAPVersion", "3");
    root.addAttribute("highestCommittedUSN", "0");
    return root;
  }

  private static String id(Entry entry) {
    return Arrays.toString(entry.getAttributeValueBytes("objectGUID"));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
