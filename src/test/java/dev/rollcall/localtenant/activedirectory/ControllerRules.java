package dev.rollcall.localtenant.activedirectory;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyDNRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import dev.rollcall.localtenant.hostility.Incident;
import dev.rollcall.localtenant.hostility.Moment;
import dev.rollcall.localtenant.hostility.Sighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a server an Active Directory: its logins, pages of 1,000 at most, matching rules,
 * large attributes in ranges of 1,500, security descriptors for those alone who ask rightly, and
 * writes held to {@link Writes}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/troubleshoot/windows-server/active-directory/view-set-ldap-policy-using-ntdsutil">
 *     LDAP policies</a> (MaxPageSize 1000, MaxValRange 1500; read 2026-11-21)
 */
final class ControllerRules extends InMemoryOperationInterceptor {

  static final String READER = "cn=reader";
  static final String READER_PASSWORD = "reader";

  private static final int MAX_PAGE = 1000;
  private static final int MAX_RANGE = 1500;
  private static final String SD_FLAGS = "1.2.840.113556.1.4.801";
  private static final String RANGE = "range";
  private static final String DESCRIPTORS = "descriptors";
  private static final String RIGHTS = "rights";
  private static final String TARGET = "target";
  private static final Pattern MEMBER_RANGE =
      Pattern.compile("member;range=(\\d+)-(\\d+|\\*)", Pattern.CASE_INSENSITIVE);

  private final DomainController controller;
  private final LocalDirectory directory;
  private final Logins logins;
  private final String base;
  private final Writes writes;

  ControllerRules(DomainController controller, LocalDirectory directory) {
    this.controller = controller;
    this.directory = directory;
    this.logins = directory.logins();
    this.base = directory.base();
    this.writes = new Writes(controller, directory.delegations(), base);
  }

  @Override
  public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
      throws LDAPException {
    SimpleBindRequest login = request.getRequest();
    boolean safe = request.getConnectedPort() == controller.securePort();
    logins.login(connection(request), login.getBindDN(), login.getPassword().stringValue(), safe);
    if (!login.getBindDN().isEmpty()) {
      request.setRequest(new SimpleBindRequest(READER, READER_PASSWORD));
    }
  }

  @Override
  public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
    SearchRequest search = request.getRequest().duplicate();
    controller.counted(search);
    misbehave();
    meet(Moment.BEFORE, "GET", "search");
    boolean root =
        search.getBaseDN().isEmpty() && search.getScope().intValue() == SearchScope.BASE_INT_VALUE;
    if (root) {
      return;
    }
    String account = logins.demand(connection(request));
    search.setBaseDN(writes.resolved(search.getBaseDN()));
    request.setProperty(RIGHTS, new Rights(account, List.of(search.getAttributes())));
    checkBase(search.getBaseDN());
    search.setFilter(controller.matching().rewritten(search.getFilter()));
    boolean firstPage = limit(search);
    request.setProperty(DESCRIPTORS, descriptorsAsked(search));
    request.setProperty(RANGE, range(search));
    if (firstPage
        && search.getBaseDN().equalsIgnoreCase(base)
        && search.getScope().intValue() == SearchScope.SUB_INT_VALUE) {
      for (String elsewhere : controller.referrals()) {
        request.sendSearchReference(
            new SearchResultReference(new String[] {elsewhere}, new Control[0]));
      }
    }
    request.setRequest(search);
  }

  @Override
  public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
    Entry entry = found.getSearchEntry().duplicate();
    if (entry.getDN().isEmpty()) {
      entry.setAttribute("highestCommittedUSN", Long.toString(controller.highestUsn()));
      found.setSearchEntry(entry);
      return;
    }
    entry.removeAttribute(DirectorySchema.CHAIN);
    controller.hiddenAttributes().forEach(entry::removeAttribute);
    if (!Boolean.TRUE.equals(found.getProperty(DESCRIPTORS))) {
      entry.removeAttribute("nTSecurityDescriptor");
    }
    if (found.getProperty(RIGHTS) instanceof Rights rights) {
      addRights(entry, rights);
    }
    Attribute member = entry.getAttribute("member");
    if (member != null && found.getProperty(RANGE) instanceof int[] range) {
      limitValues(entry, member, range);
    }
    found.setSearchEntry(entry);
  }

  /** Who asks, and for which attributes. */
  private record Rights(String account, List<String> asked) {}

  /** What an account may do, which is said only if it is asked for by name. */
  private void addRights(Entry entry, Rights rights) {
    List<String> asked = rights.asked.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    try {
      boolean allowed = directory.delegations().allows(rights.account, entry.getParsedDN());
      if (allowed && asked.contains("allowedchildclasseseffective")) {
        entry.setAttribute("allowedChildClassesEffective", "contact");
      }
      if (allowed && asked.contains("allowedattributeseffective")) {
        entry.setAttribute("allowedAttributesEffective", "displayName", "mail", "targetAddress");
      }
      if (asked.contains("sdrightseffective")) {
        entry.setAttribute("sDRightsEffective", "0");
      }
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void processAddRequest(InMemoryInterceptedAddRequest request) throws LDAPException {
    String account = writing(request, "ADD");
    request.setRequest(writes.added(account, request.getRequest()));
  }

  @Override
  public void processAddResult(InMemoryInterceptedAddResult result) {
    if (result.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
      written("ADD", () -> controller.wrote("ADD", result.getRequest().getDN()));
    }
  }

  @Override
  public void processModifyRequest(InMemoryInterceptedModifyRequest request) throws LDAPException {
    String account = writing(request, "MODIFY");
    request.setRequest(writes.modified(account, request.getRequest()));
  }

  @Override
  public void processModifyResult(InMemoryInterceptedModifyResult result) {
    if (result.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
      written("MODIFY", () -> controller.wrote("MODIFY", result.getRequest().getDN()));
    }
  }

  @Override
  public void processModifyDNRequest(InMemoryInterceptedModifyDNRequest request)
      throws LDAPException {
    writing(request, "RENAME");
    throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "nobody here renames");
  }

  @Override
  public void processDeleteRequest(InMemoryInterceptedDeleteRequest request) throws LDAPException {
    String account = writing(request, "DELETE");
    Entry entry = writes.removable(account, request.getRequest().getDN());
    request.setProperty(TARGET, entry.getAttributeValueBytes("objectGUID"));
    request.setRequest(new DeleteRequest(entry.getDN()));
  }

  @Override
  public void processDeleteResult(InMemoryInterceptedDeleteResult result) {
    if (result.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
      byte[] guid = (byte[]) result.getProperty(TARGET);
      written("DELETE", () -> controller.removed(result.getRequest().getDN(), guid));
    }
  }

  private String writing(InMemoryInterceptedRequest request, String method) throws LDAPException {
    meet(Moment.BEFORE, method, method.toLowerCase(Locale.ROOT));
    return logins.demand(connection(request));
  }

  /** What follows a write that took effect, and what may happen to its answer. */
  private void written(String method, Effect effect) {
    try {
      effect.take();
      meet(Moment.AFTER, method, method.toLowerCase(Locale.ROOT));
    } catch (LDAPException e) {
      // Whatever is said of a write that took effect gets lost.
      controller.breakConnections();
    }
  }

  /** What a write has for an effect beyond the entry itself. */
  @FunctionalInterface
  private interface Effect {
    void take() throws LDAPException;
  }

  /** Connections are numbered by each server and each of its ports. */
  private String connection(InMemoryInterceptedRequest request) {
    return controller.address()
        + "/"
        + request.getConnectedPort()
        + "/"
        + request.getConnectionID();
  }

  private void meet(Moment moment, String method, String operation) throws LDAPException {
    Sighting sighting =
        new Sighting(
            Sighting.Level.CALL,
            method,
            "LDAP " + operation,
            controller.address(),
            "",
            Optional.empty());
    Incident incident =
        moment == Moment.BEFORE
            ? directory.trouble().before(sighting)
            : directory.trouble().after(sighting);
    if (incident.equals(Incident.NONE) || incident instanceof Incident.Slow) {
      return;
    }
    if (incident instanceof Incident.Throttled) {
      throw new LDAPException(
          ResultCode.BUSY, "0000200E: SvcErr: DSID-03190D09, problem 5001 (BUSY), data 0");
    }
    if (incident instanceof Incident.Unavailable) {
      throw new LDAPException(
          ResultCode.UNAVAILABLE,
          "0000200F: SvcErr: DSID-03190D09, problem 5002 (UNAVAILABLE), data 0");
    }
    if (incident instanceof Incident.Refused refused) {
      throw new LDAPException(ResultCode.valueOf(refused.status()), refused.message());
    }
    controller.breakConnections();
    throw new LDAPException(ResultCode.UNAVAILABLE, "the connection breaks");
  }

  private void misbehave() throws LDAPException {
    Optional<Hostility.Failure> failure = controller.hostility().next();
    if (failure.isPresent()) {
      if (failure.get().code().isEmpty()) {
        controller.breakConnections();
      }
      throw new LDAPException(
          failure.get().code().orElse(ResultCode.UNAVAILABLE), failure.get().text());
    }
  }

  private void checkBase(String dn) throws LDAPException {
    if (!DN.isValidDN(dn)) {
      throw new LDAPException(
          ResultCode.INVALID_DN_SYNTAX,
          "0000208F: NameErr: DSID-03100225, problem 2006 (BAD_NAME), data 8350, best match of:\n\t'"
              + dn
              + "'\n");
    }
    if (!DN.isDescendantOf(dn, base, true)) {
      throw new LDAPException(
          ResultCode.REFERRAL,
          "0000202B: RefErr: DSID-031007F9, data 0, 1 access points\n\tref 1: 'elsewhere.example'\n",
          "",
          new String[] {"ldap://elsewhere.example/" + dn});
    }
    if (!controller.has(dn)) {
      throw new LDAPException(
          ResultCode.NO_SUCH_OBJECT,
          "0000208D: NameErr: DSID-03100241, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'"
              + base
              + "'\n",
          base,
          new String[0]);
    }
  }

  /** No more than a page; answers whether it is the first. */
  private static boolean limit(SearchRequest search) throws LDAPException {
    SimplePagedResultsControl paging = null;
    for (Control control : search.getControlList()) {
      if (control.getOID().equals(SimplePagedResultsControl.PAGED_RESULTS_OID)) {
        paging =
            new SimplePagedResultsControl(
                control.getOID(), control.isCritical(), control.getValue());
      }
    }
    if (paging == null) {
      int limit = search.getSizeLimit();
      search.setSizeLimit(limit == 0 ? MAX_PAGE : Math.min(limit, MAX_PAGE));
      return true;
    }
    boolean first = paging.getCookie() == null || paging.getCookie().getValueLength() == 0;
    search.replaceControl(
        SimplePagedResultsControl.PAGED_RESULTS_OID,
        new SimplePagedResultsControl(
            Math.min(paging.getSize(), MAX_PAGE), paging.getCookie(), true));
    return first;
  }

  /** Those without the part that only administrators may read. */
  private static boolean descriptorsAsked(SearchRequest search) {
    boolean asked = false;
    for (Control control : search.getControlList()) {
      if (control.getOID().equals(SD_FLAGS)) {
        byte[] value = control.getValue() == null ? new byte[0] : control.getValue().getValue();
        asked = value.length == 5 && (value[4] & 8) == 0 && (value[4] & 4) != 0;
        search.removeControl(control);
      }
    }
    return asked;
  }

  /** The range of members asked for; their first 1,500 if none was. */
  private static int[] range(SearchRequest search) {
    int[] range = {0, Integer.MAX_VALUE};
    List<String> attributes = new ArrayList<>();
    for (String attribute : search.getAttributeList()) {
      Matcher ranged = MEMBER_RANGE.matcher(attribute);
      if (ranged.matches()) {
        range[0] = Integer.parseInt(ranged.group(1));
        range[1] = ranged.group(2).equals("*") ? range[1] : Integer.parseInt(ranged.group(2));
        attributes.add("member");
      } else {
        attributes.add(attribute);
      }
    }
    search.setAttributes(attributes);
    return range;
  }

  private static void limitValues(Entry entry, Attribute member, int[] range) {
    String[] all = member.getValues();
    boolean whole = range[0] == 0 && all.length <= MAX_RANGE;
    if (whole) {
      return;
    }
    int last = (int) Math.min(Math.min(range[1], (long) range[0] + MAX_RANGE - 1), all.length - 1L);
    boolean end = last >= all.length - 1;
    entry.removeAttribute("member");
    entry.addAttribute(
        String.format(
            Locale.ROOT, "member;range=%d-%s", range[0], end ? "*" : Integer.toString(last)),
        Arrays.copyOfRange(all, Math.min(range[0], last + 1), last + 1));
  }
}
