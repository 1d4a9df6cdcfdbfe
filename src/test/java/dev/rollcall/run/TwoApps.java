package dev.rollcall.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.localhost.LocalCloud;
import dev.rollcall.localtenant.LocalTenant;
import dev.rollcall.localtenant.login.AppRegistration;
import dev.rollcall.model.TargetId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** An organisation's second app, and the environment that names both. */
record TwoApps(LocalTenant tenant, AppRegistration first, AppRegistration second) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Registers a second app in the tenant. */
  static TwoApps in(LocalTenant tenant) {
    return new TwoApps(
        tenant, tenant.app(), tenant.addApp("Rollcall 2", tenant.certificateName() + "-2"));
  }

  /** The same, with a second app that so many of these mailboxes are the own ones of. */
  static TwoApps of(LocalTenant tenant, List<String> mailboxes, long seconds) {
    String certificate = tenant.certificateName() + "-2";
    for (int i = 2; ; i++) {
      TwoApps apps = new TwoApps(tenant, tenant.app(), tenant.addApp("Rollcall " + i, certificate));
      if (mailboxes.stream().filter(apps::isSeconds).count() == seconds) {
        return apps;
      }
    }
  }

  /** The sample environment with these two. */
  String environment(int firstConnections, int secondConnections) {
    ObjectNode document = environment();
    ArrayNode apps = (ArrayNode) document.path("apps");
    ((ObjectNode) apps.path(0)).put("maxConnections", firstConnections);
    add(apps, second, "Rollcall 2", tenant.certificateName() + "-2", secondConnections);
    return document.toString();
  }

  /** The same with a third one behind them. */
  String environmentWith(AppRegistration third, String certificate) {
    ObjectNode document = read(environment(5, 5));
    add((ArrayNode) document.path("apps"), third, "Rollcall 3", certificate, 5);
    return document.toString();
  }

  private ObjectNode environment() {
    return read(LocalCloud.sampleEnvironment(tenant));
  }

  private static void add(
      ArrayNode apps, AppRegistration app, String name, String certificate, int connections) {
    ObjectNode added = apps.addObject();
    added.put("name", name).put("clientId", app.appId()).put("maxConnections", connections);
    added.putObject("credential").put("certificate", certificate);
  }

  private static ObjectNode read(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      return (ObjectNode) tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the second app is a mailbox's own. */
  boolean isSeconds(String mailbox) {
    return new Rendezvous(List.of(first.appId(), second.appId()))
        .appOf(new TargetId(mailbox))
        .equals(second.appId());
  }
}
