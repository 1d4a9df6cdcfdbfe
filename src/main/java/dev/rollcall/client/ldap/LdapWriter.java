package dev.rollcall.client.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.client.ldap.LdapClient.Waits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes to one domain controller and stays with it, so that what was written can be read there
 * again: another one learns of it only minutes or hours later. For one thread.
 *
 * <p>A write whose answer is lost is never sent again: whether it took effect has to be found out
 * by reading. Such a failure is a {@link dev.rollcall.client.http.Disposition#UNKNOWN_EFFECT}.
 *
 * <p>Objects are named by their objectGUID, which stays when they are renamed or moved.
 *
 * @see <a
 *     href="https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/fc0a48c8-c4f5-4e39-af35-9d9ca84a1b66">
 *     MS-ADTS 3.1.1.3.1.2.4, alternative forms of names</a> (read 2026-11-21)
 */
public final class LdapWriter implements AutoCloseable {

  /** How often a write is sent that the server was too busy for; it did nothing then. */
  private static final int ATTEMPTS = 4;

  private final LdapSession session;
  private final Requests requests;
  private final Waits waits;

  LdapWriter(LdapSession session, Requests requests, Waits waits) {
    this.session = session;
    this.requests = requests;
    this.waits = waits;
  }

  /** Reads from the controller that is written to. */
  public LdapSession session() {
    return session;
  }

  /** The name under which an object is found whatever it is called. */
  public static String nameOf(String guid) {
    return "<GUID=" + guid + ">";
  }

  /**
   * The distinguished name of an object, escaped as it has to be.
   *
   * @param commonName its own name
   * @param unit the distinguished name of what it is in
   */
  public static String nameIn(String unit, String commonName) {
    return new RDN("CN", commonName) + "," + unit;
  }

  /**
   * Makes an object, whole or not at all.
   *
   * @param dn its distinguished name
   * @param attributes its values, by attribute
   * @throws dev.rollcall.client.http.ClientException if it was refused, or nobody knows whether it
   *     was made
   */
  public void add(String dn, Map<String, List<String>> attributes) {
    List<Attribute> all = new ArrayList<>();
    attributes.forEach((name, values) -> all.add(new Attribute(name, values)));
    write("ADD ldap", live -> live.add(new AddRequest(new DN(dn), all)));
  }

  /**
   * Changes an object, by all of these edits or by none.
   *
   * @param guid its objectGUID
   * @throws dev.rollcall.client.http.ClientException if it was refused, as where a value that is
   *     taken is not there any more, or nobody knows whether it was done
   */
  public void modify(String guid, Collection<LdapEdit> edits) {
    List<Modification> all = new ArrayList<>();
    edits.forEach(edit -> all.addAll(edit.modifications()));
    write("MODIFY ldap", live -> live.modify(new ModifyRequest(nameOf(guid), all)));
  }

  /**
   * Removes an object; done as well if it is gone already.
   *
   * @param guid its objectGUID
   * @throws dev.rollcall.client.http.ClientException if it was refused, or nobody knows whether it
   *     was done
   */
  public void delete(String guid) {
    write(
        "DELETE ldap",
        live -> {
          try {
            live.delete(new DeleteRequest(nameOf(guid)));
          } catch (LDAPException e) {
            if (!e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
              throw e;
            }
          }
        });
  }

  @Override
  public void close() {
    session.close();
  }

  /** Something to be written over a connection. */
  @FunctionalInterface
  private interface Work {
    void with(LDAPConnection live) throws LDAPException;
  }

  private void write(String operation, Work work) {
    for (int failures = 1; ; failures++) {
      LDAPConnection live = session.connected();
      try {
        requests.send(
            operation,
            () -> {
              work.with(live);
              return ResultCode.SUCCESS;
            });
        return;
      } catch (LDAPException e) {
        boolean busy = e.getResultCode().equals(ResultCode.BUSY);
        if (!busy && LdapFailures.isOfOneServer(e)) {
          session.close();
        }
        if (!busy || failures == ATTEMPTS) {
          throw LdapFailures.ofWrite(e);
        }
        waits.afterFailures(failures);
      }
    }
  }
}
