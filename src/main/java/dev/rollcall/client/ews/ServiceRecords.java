package dev.rollcall.client.ews;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Where a domain says in DNS that a service is. */
final class ServiceRecords {

  private static final String HTTPS = "443";

  private ServiceRecords() {}

  /** The hosts of a service on the port of https; none if there is no such record. */
  static List<String> hosts(String service) {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
    settings.put("com.sun.jndi.dns.timeout.initial", "2000");
    settings.put("com.sun.jndi.dns.timeout.retries", "2");
    List<String> hosts = new ArrayList<>();
    try {
      DirContext dns = new InitialDirContext(settings);
      try {
        Attribute records = dns.getAttributes(service, new String[] {"SRV"}).get("SRV");
        NamingEnumeration<?> all = records == null ? null : records.getAll();
        while (all != null && all.hasMore()) {
          // priority, weight, port, host
          String[] parts = String.valueOf(all.next()).trim().split("\\s+");
          if (parts.length == 4 && parts[2].equals(HTTPS)) {
            hosts.add(parts[3].replaceFirst("\\.$", "").toLowerCase(Locale.ROOT));
          }
        }
      } finally {
        dns.close();
      }
    } catch (NamingException e) {
      // No such name, or no DNS: there is no record then.
      return List.of();
    }
    return hosts;
  }
}
