package dev.rollcall.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.model.RecordField;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes policies and environments as documents: everything said, in the order of the schema. */
final class DocumentWriter {

  private DocumentWriter() {}

  static byte[] bytes(JsonNode document) {
    try {
      String text =
          JsonText.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode policy(Policy policy) {
    ObjectNode json = object();
    json.put("id", policy.id().value());
    json.put("name", policy.name());
    json.put("description", policy.description());
    json.put("type", policy.type().document());
    json.put("environment", policy.environment().value());
    json.set("source", source(policy));
    json.set(
        "target",
        policy
            .target()
            .service()
            .map(service -> service(service, policy.target()))
            .orElseGet(() -> mailboxes(policy.target())));
    if (policy.type().hasAccounts()) {
      places(policy.accounts(), json);
    }
    json.set("mapping", mapping(policy));
    json.set("changes", changes(policy));
    json.putObject("guardrail")
        .put("maxDeletes", policy.guardrail().maxDeletes())
        .put("maxDeletePercent", policy.guardrail().maxDeletePercent());
    policy.schedule().ifPresent(schedule -> json.set("schedule", schedule(schedule)));
    policy.summaryMail().ifPresent(mail -> json.set("notify", notify(mail)));
    return json;
  }

  private static ObjectNode source(Policy policy) {
    ObjectNode source = object();
    policy
        .reading()
        .sheet()
        .ifPresentOrElse(
            sheet -> {
              source.put("kind", "spreadsheet").put("file", sheet.file());
              sheet.sheet().ifPresent(name -> source.put("sheet", name));
              if (!sheet.columns().isEmpty()) {
                ObjectNode columns = source.putObject("columns");
                new TreeMap<>(sheet.columns()).forEach(columns::put);
              }
            },
            () -> directoryOrFolder(policy, source));
    if (policy.type().hasAccounts()) {
      source.setAll(taken(policy));
    }
    source.setAll(filters(policy.filters()));
    return source;
  }

  private static void directoryOrFolder(Policy policy, ObjectNode source) {
    Policy.Reading reading = policy.reading();
    source.put("kind", reading.kind().document());
    if (reading.offer().isPresent()) {
      Policy.Offer offer = reading.offer().get();
      source.put("url", offer.url().toString()).put("certificate", offer.certificate());
      offer.signers().forEach(source.putArray("signers")::add);
      return;
    }
    reading
        .folder()
        .ifPresentOrElse(
            folder -> {
              source.put("mailbox", folder.mailbox()).put("folder", folder(folder.path()));
              folder.contentMailbox().ifPresent(at -> source.put("contentMailbox", at));
              folder.location().ifPresent(where -> source.put("location", where.document()));
            },
            () -> source.set("select", selections(policy.source())));
    if (reading.hidden()) {
      source.put("hidden", true);
    }
    if (reading.disabled()) {
      source.put("disabled", true);
    }
  }

  /** Which of what is read becomes an account. */
  private static ObjectNode taken(Policy policy) {
    ObjectNode json = object();
    Policy.Accounts accounts = policy.accounts();
    if (policy.type().hasMembers()) {
      ArrayNode types = json.putArray("mailboxTypes");
      accounts.mailboxTypes().stream().sorted().forEach(type -> types.add(word(type)));
      json.put("trustees", accounts.trustees().document());
    } else {
      ArrayNode include = json.putArray("include");
      accounts.include().stream().sorted().forEach(kind -> include.add(word(kind)));
    }
    if (!accounts.domains().isEmpty()) {
      ArrayNode domains = json.putArray("domains");
      accounts.domains().forEach(domains::add);
    }
    return json;
  }

  private static void places(Policy.Accounts accounts, ObjectNode json) {
    if (accounts.division().by() != Policy.Division.By.OFF) {
      ObjectNode division = json.putObject("division").put("by", word(accounts.division().by()));
      if (accounts.division().by() == Policy.Division.By.IDENTIFIER) {
        division.put("value", accounts.division().value());
      }
    }
    Policy.Destinations destinations = accounts.destinations();
    if (!destinations.rules().isEmpty() || destinations.otherwise().isPresent()) {
      ObjectNode said = json.putObject("destinations");
      ArrayNode rules = said.putArray("rules");
      destinations
          .rules()
          .forEach(rule -> rules.addObject().put("where", rule.where()).put("group", rule.group()));
      destinations.otherwise().ifPresent(group -> said.put("otherwise", group));
    }
  }

  /** Everything that decides which accounts there are, beside what every policy has. */
  static String accounts(Policy policy) {
    ObjectNode json = object();
    json.set("source", source(policy));
    policy
        .target()
        .service()
        .ifPresent(service -> json.set("target", service(service, policy.target())));
    places(policy.accounts(), json);
    ((ObjectNode) json.path("source")).remove("select");
    if (json.has("target")) {
      ((ObjectNode) json.path("target"))
          .remove(List.of("driftCheckEvery", "certificate", "partners", "account"));
    }
    // Whoever renews a certificate gets what was there before.
    ((ObjectNode) json.path("source")).remove(List.of("certificate", "signers"));
    json.set("changes", changes(policy));
    return json.toString();
  }

  private static ObjectNode mailboxes(Policy.Target target) {
    ObjectNode mailboxes = object();
    mailboxes.put("kind", "mailboxes");
    mailboxes.set("select", selections(target.select()));
    mailboxes.put("folder", folder(target.folder()));
    mailboxes.put("concurrency", target.concurrency());
    mailboxes.put("whenMailboxLeaves", word(target.whenMailboxLeaves()));
    if (target.directory() != Policy.Directory.TENANT) {
      mailboxes.put("directory", target.directory().document());
    }
    target.writers().app().ifPresent(app -> mailboxes.put("app", app));
    target.writers().account().ifPresent(account -> mailboxes.put("account", account));
    return mailboxes.put("driftCheckEvery", target.driftCheckEvery().toString());
  }

  private static ObjectNode service(Service service, Policy.Target target) {
    ObjectNode json = object().put("kind", service.kind());
    service.match(
        scim ->
            json.put("dialect", word(scim.dialect()))
                .put("url", scim.url().toString())
                .put("token", scim.token())
                .put("deleteFunctionalAccounts", scim.deleteFunctionalAccounts()),
        mailprotector ->
            json.put("url", mailprotector.url().toString())
                .put("token", mailprotector.token())
                .put("domain", mailprotector.domain()),
        emailgistics ->
            json.put("syncUrl", emailgistics.syncUrl().toString())
                .put("validUrl", emailgistics.validUrl().toString())
                .put("token", emailgistics.token()),
        webhook -> json.put("url", webhook.url().toString()).put("secret", webhook.secret()),
        file -> json.put("name", file.name()),
        list -> {
          json.put("environment", list.environment().value())
              .put("attribute", list.attribute())
              .put("hidden", list.hidden())
              .put("prefix", list.prefix())
              .put("suffix", list.suffix());
          list.unit().ifPresent(unit -> json.put("ou", unit));
          if (list.ownDirectory()) {
            json.put("directory", Policy.Directory.ACTIVE_DIRECTORY.document());
          }
          list.account().ifPresent(account -> json.put("account", account));
          return json;
        },
        offer -> {
          offer
              .partners()
              .forEach(json.put("certificate", offer.certificate()).putArray("partners")::add);
          return json;
        });
    return json.put("driftCheckEvery", target.driftCheckEvery().toString());
  }

  private static ObjectNode mapping(Policy policy) {
    ObjectNode json = mapping(policy.mapping());
    if (policy.type() != Policy.Type.CONTACTS) {
      json.remove(List.of("categories", "photo"));
    }
    return json;
  }

  private static ObjectNode changes(Policy policy) {
    ObjectNode json = changes(policy.changes());
    Policy.Removal removal = policy.changes().removal();
    if (policy.type() != Policy.Type.CONTACTS || !removal.equals(Policy.Removal.atOnce())) {
      json.putObject("removal")
          .put("secondRun", removal.secondRun())
          .put("disableFirst", removal.disableFirst())
          .put("afterDays", removal.afterDays());
    }
    return policy.type() == Policy.Type.CONTACTS || policy.target().offer().isPresent()
        ? json
        : json.put("existing", word(policy.changes().existing()));
  }

  private static ObjectNode notify(Policy.SummaryMail mail) {
    ObjectNode json = object();
    ArrayNode to = json.putArray("to");
    mail.to().forEach(to::add);
    mail.subject().ifPresent(subject -> json.put("subject", subject));
    return json.put("onlyOnError", mail.onlyOnError());
  }

  private static ObjectNode schedule(Schedule schedule) {
    ObjectNode json = object();
    if (schedule instanceof Schedule.Interval interval) {
      json.put("every", interval.every().toString());
    } else if (schedule instanceof Schedule.Calendar calendar) {
      days(calendar.days(), json);
      json.put("start", calendar.start().toString());
      calendar.every().ifPresent(every -> json.put("every", every.toString()));
      json.put("timeZone", calendar.zone().getId());
    }
    return json;
  }

  private static void days(Schedule.Days days, ObjectNode json) {
    if (days instanceof Schedule.Days.Weekly weekly) {
      ArrayNode list = json.putArray("weekly");
      weekly.days().stream().sorted().forEach(day -> list.add(Weekdays.name(day)));
    } else if (days instanceof Schedule.Days.Monthly monthly) {
      ArrayNode list = json.putArray("monthly");
      monthly.days().stream().sorted().forEach(list::add);
      if (monthly.last()) {
        list.add("last");
      }
    }
  }

  static ObjectNode environment(Environment environment) {
    ObjectNode json = object();
    json.put("id", environment.id().value());
    json.put("name", environment.name());
    json.put("description", environment.description());
    json.put("kind", environment.kind().document());
    if (environment.hasTenant()) {
      json.put("cloud", environment.cloud().document());
      json.put("tenant", environment.tenant());
      ArrayNode apps = json.putArray("apps");
      environment.registrations().forEach(app -> apps.add(app(app)));
      json.put("exchange", environment.exchange());
    }
    environment.onPremises().ifPresent(servers -> json.set("onPremises", onPremises(servers)));
    if (environment.publicFoldersOnline()) {
      json.put("publicFoldersOnline", true);
    }
    environment
        .notificationMailbox()
        .ifPresent(mailbox -> json.put("notificationMailbox", mailbox));
    if (!environment.notifyTo().isEmpty()) {
      ArrayNode to = json.putObject("notify").putArray("to");
      environment.notifyTo().forEach(to::add);
    }
    return json;
  }

  private static ObjectNode onPremises(OnPremises servers) {
    ObjectNode json = object();
    ArrayNode accounts = json.putArray("accounts");
    for (OnPremises.Account account : servers.accounts()) {
      accounts
          .addObject()
          .put("name", account.name())
          .put("user", account.user())
          .put("secret", account.secret());
    }
    servers.trust().ifPresent(trust -> json.put("trust", trust));
    servers
        .ldap()
        .ifPresent(
            ldap -> {
              ObjectNode said = json.putObject("ldap");
              ldap.servers().forEach(said.putArray("servers")::add);
              said.put("security", ldap.security().document())
                  .put("base", ldap.base())
                  .put("account", ldap.account());
            });
    servers
        .ews()
        .ifPresent(
            ews -> {
              ObjectNode said = json.putObject("ews");
              ews.url().ifPresent(url -> said.put("url", url.toString()));
              ews.autodiscover().ifPresent(domain -> said.put("autodiscover", domain));
              said.put("authentication", ews.authentication().document())
                  .put("account", ews.account())
                  .put("maxConnections", ews.maxConnections());
              if (ews.mail()) {
                said.put("mail", true);
              }
            });
    return json;
  }

  private static ObjectNode app(Environment.App app) {
    ObjectNode json = object().put("name", app.name()).put("clientId", app.clientId());
    ObjectNode credential = json.putObject("credential");
    app.credential()
        .match(
            certificate -> credential.put("certificate", certificate.name()),
            secret -> credential.put("secret", secret.name()),
            identity -> credential.put("managedIdentity", true),
            account -> {
              throw new IllegalStateException("an account is no app registration");
            });
    return json.put("maxConnections", app.maxConnections());
  }

  static ArrayNode selections(List<Selection> selections) {
    ArrayNode list = JsonText.MAPPER.createArrayNode();
    selections.forEach(selection -> list.add(selection(selection)));
    return list;
  }

  static ObjectNode selection(Selection selection) {
    return selection.match(
        group -> {
          ObjectNode json = object().put("group", group.group());
          json.put("include", word(group.include())).put("nested", group.nested());
          return group.membersInNotes() ? json.put("membersInNotes", true) : json;
        },
        recipient -> object().put("recipient", recipient.recipient()),
        query -> {
          ObjectNode json = object().put("query", query.pattern());
          ArrayNode types = json.putArray("recipientTypes");
          query.recipientTypes().stream().sorted().forEach(type -> types.add(type.document()));
          return json;
        },
        unit ->
            object()
                .put("ou", unit.dn())
                .put("depth", unit.depth().document())
                .put("groupMembers", unit.groupMembers()));
  }

  static ObjectNode filters(Policy.Filters filters) {
    ObjectNode json = object();
    filters.where().ifPresent(where -> json.put("where", where));
    filters
        .address()
        .ifPresent(
            address -> json.putObject("addressFilter").put(word(address.mode()), address.text()));
    return json;
  }

  static String folder(List<String> names) {
    return names.isEmpty() ? "/" : String.join("/", names);
  }

  static ObjectNode mapping(Mapping mapping) {
    ObjectNode json = object();
    mapping.displayName().ifPresent(template -> json.put("displayName", template));
    json.put("phones", mapping.phones() == Mapping.Phones.E164 ? "e164" : "asIs");
    mapping.defaultRegion().ifPresent(region -> json.put("defaultRegion", region));
    ArrayNode categories = json.putArray("categories");
    mapping.categories().forEach(categories::add);
    json.put("photo", mapping.photo());
    ObjectNode fields = json.putObject("fields");
    for (Map.Entry<RecordField, Mapping.FieldRule> entry :
        new TreeMap<>(mapping.fields()).entrySet()) {
      ObjectNode rule = fields.putObject(entry.getKey().document());
      entry.getValue().value().ifPresent(value -> put(rule, value));
      rule.put(
          "write",
          entry.getValue().write() == Mapping.Write.FILL_IF_EMPTY
              ? "fillIfEmpty"
              : word(entry.getValue().write()));
    }
    return json;
  }

  static ObjectNode changes(Policy.Changes changes) {
    return object()
        .put("createAndUpdate", changes.createAndUpdate())
        .put("delete", changes.delete())
        .put("userEdits", word(changes.userEdits()))
        .put("userDeletes", word(changes.userDeletes()));
  }

  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode rule, Mapping.ValueRule value) {
    switch (value.kind()) {
      case TEMPLATE -> rule.put("template", value.text());
      case CONSTANT -> rule.put("constant", value.text());
      case DROP -> rule.put("drop", true);
    }
  }

  private static ObjectNode object() {
    return JsonText.MAPPER.createObjectNode();
  }
}
