package dev.rollcall.policy;

import dev.rollcall.model.EnvironmentId;
import dev.rollcall.model.Fingerprint;
import dev.rollcall.model.Location;
import dev.rollcall.model.PolicyId;
import dev.rollcall.model.RecordField;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to synchronise, where, how and when.
 *
 * @param id its id
 * @param type what is synchronised
 * @param name its name, for people
 * @param description what it is for, for people; may be empty
 * @param environment the organisation it reads and writes
 * @param source what is selected; empty where all is read that there is
 * @param reading where it is read, and how
 * @param filters which of it are taken
 * @param target what is written
 * @param mapping how a record becomes a contact
 * @param changes which changes are made
 * @param guardrail what may be deleted without being asked
 * @param schedule when it runs by itself; empty if it does not
 * @param summaryMail who gets a mail about its runs; empty if nobody does
 * @param accounts how accounts are made of what is read; of a policy for contacts nothing is said
 */
public record Policy(
    PolicyId id,
    Type type,
    String name,
    String description,
    EnvironmentId environment,
    List<Selection> source,
    Reading reading,
    Filters filters,
    Target target,
    Mapping mapping,
    Changes changes,
    Limits guardrail,
    Optional<Schedule> schedule,
    Optional<SummaryMail> summaryMail,
    Accounts accounts) {

  public Policy {
    source = List.copyOf(source);
  }

  /** A policy for contacts from the directory. */
  public Policy(
      PolicyId id,
      String name,
      String description,
      EnvironmentId environment,
      List<Selection> source,
      Filters filters,
      Target target,
      Mapping mapping,
      Changes changes,
      Limits guardrail,
      Optional<Schedule> schedule,
      Optional<SummaryMail> summaryMail) {
    this(
        id,
        Type.CONTACTS,
        name,
        description,
        environment,
        source,
        Reading.directory(),
        filters,
        target,
        mapping,
        changes,
        guardrail,
        schedule,
        summaryMail,
        Accounts.none());
  }

  /** A policy for contacts that takes everything its selections name, and mails nobody. */
  public Policy(
      PolicyId id,
      String name,
      String description,
      EnvironmentId environment,
      List<Selection> source,
      Target target,
      Mapping mapping,
      Changes changes,
      Limits guardrail,
      Optional<Schedule> schedule) {
    this(
        id,
        name,
        description,
        environment,
        source,
        Filters.none(),
        target,
        mapping,
        changes,
        guardrail,
        schedule,
        Optional.empty());
  }

  /** What is synchronised. */
  public enum Type {
    /** Recipients, as contacts in mailboxes. */
    CONTACTS("contacts", new Nouns("contact", "contacts", "mailbox", "mailboxes")),
    /** Recipients, as accounts and valid addresses of a downstream service. */
    ACCOUNTS("accounts", new Nouns("account", "accounts", "service", "services")),
    /** Shared mailboxes and who is behind them, as functional accounts with delegates. */
    FUNCTIONAL_ACCOUNTS(
        "functionalAccounts",
        new Nouns("functional account", "functional accounts", "service", "services")),
    /** Shared mailboxes and who is behind them, as teams. */
    MAILBOX_TEAMS("mailboxTeams", new Nouns("team", "teams", "service", "services")),
    /** Recipients, as mail contacts in another organisation's Global Address List. */
    GAL("gal", new Nouns("mail contact", "mail contacts", "address list", "address lists"));

    /** What an address list holds of somebody, beside address and visibility. */
    public static final Set<RecordField> GAL_FIELDS =
        Collections.unmodifiableSet(
            EnumSet.of(
                RecordField.DISPLAY_NAME,
                RecordField.GIVEN_NAME,
                RecordField.SURNAME,
                RecordField.INITIALS,
                RecordField.COMPANY_NAME,
                RecordField.DEPARTMENT,
                RecordField.JOB_TITLE,
                RecordField.OFFICE_LOCATION,
                RecordField.ASSISTANT_NAME,
                RecordField.BUSINESS_HOME_PAGE,
                RecordField.BUSINESS_PHONES,
                RecordField.HOME_PHONES,
                RecordField.MOBILE_PHONE,
                RecordField.BUSINESS_ADDRESS,
                RecordField.PERSONAL_NOTES));

    private final String document;
    private final Nouns nouns;

    Type(String document, Nouns nouns) {
      this.document = document;
      this.nouns = nouns;
    }

    /** What it writes and where, in words for people. */
    public Nouns nouns() {
      return nouns;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }

    /** Whether it makes accounts of a downstream service. */
    public boolean hasAccounts() {
      return this != CONTACTS && this != GAL;
    }

    /** Whether it is about shared mailboxes and the people behind them. */
    public boolean hasMembers() {
      return this == FUNCTIONAL_ACCOUNTS || this == MAILBOX_TEAMS;
    }
  }

  /**
   * What people call what a policy writes.
   *
   * @param item one of them
   * @param place where it is written
   */
  public record Nouns(String item, String items, String place, String places) {}

  /**
   * Where records are read.
   *
   * @param kind what is read
   * @param sheet the spreadsheet; empty if it is something else
   * @param folder the contact folder; empty if it is something else
   * @param offer another installation's offer; empty if it is something else
   * @param hidden whether recipients that are hidden from address lists are taken too
   * @param disabled whether people whose account is disabled are taken too
   */
  public record Reading(
      SourceKind kind,
      Optional<Sheet> sheet,
      Optional<Folder> folder,
      Optional<Offer> offer,
      boolean hidden,
      boolean disabled) {

    /** What is no offer. */
    public Reading(
        SourceKind kind,
        Optional<Sheet> sheet,
        Optional<Folder> folder,
        boolean hidden,
        boolean disabled) {
      this(kind, sheet, folder, Optional.empty(), hidden, disabled);
    }

    /** The tenant's directory, or a spreadsheet. */
    public Reading(Optional<Sheet> sheet, boolean hidden) {
      this(
          sheet.isPresent() ? SourceKind.SPREADSHEET : SourceKind.DIRECTORY,
          sheet,
          Optional.empty(),
          hidden,
          false);
    }

    /** The tenant's directory, without hidden recipients. */
    public static Reading directory() {
      return new Reading(Optional.empty(), false);
    }
  }

  /** What records are read from. */
  public enum SourceKind {
    /** The tenant's directory. */
    DIRECTORY("directory"),
    /** The organisation's own Active Directory. */
    ACTIVE_DIRECTORY("activeDirectory"),
    /** A contact folder of a shared mailbox. */
    SHARED_MAILBOX("sharedMailbox"),
    /** A public folder with contacts. */
    PUBLIC_FOLDER("publicFolder"),
    /** A stored file. */
    SPREADSHEET("spreadsheet"),
    /** What another installation of Rollcall offers. */
    OFFER("offer");

    private final String document;

    SourceKind(String document) {
      this.document = document;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }
  }

  /**
   * A contact folder that records are read from.
   *
   * @param mailbox the address of the mailbox it is in; for a public folder the address of the one
   *     that may read it
   * @param path the folders on the way to it, under the mailbox's Contacts folder or the root of
   *     public folders; empty for the Contacts folder itself
   * @param contentMailbox the address of the public-folder mailbox that has the contacts; empty if
   *     it is found out
   * @param location where it is; empty if it is found out
   */
  public record Folder(
      String mailbox,
      List<String> path,
      Optional<String> contentMailbox,
      Optional<Location> location) {
    public Folder {
      path = List.copyOf(path);
    }
  }

  /**
   * What another installation offers.
   *
   * @param url where it is fetched
   * @param certificate the name of the certificate in Key Vault that requests are signed with
   * @param signers whose signature is believed: the SHA-256 thumbprints of the other installation's
   *     certificates, 64 lower-case hexadecimal digits each
   */
  public record Offer(URI url, String certificate, List<String> signers) {
    public Offer {
      signers = List.copyOf(signers);
    }
  }

  /** Whose groups and people a selection names. */
  public enum Directory {
    TENANT("tenant"),
    ACTIVE_DIRECTORY("activeDirectory");

    private final String document;

    Directory(String document) {
      this.document = document;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }
  }

  /**
   * As whom mailboxes are written, where that is not who reads.
   *
   * @param app the name of the app registration that writes in Exchange Online; empty for all of
   *     the environment's
   * @param account the name of the account that writes on-premises; empty for the one the
   *     environment names
   */
  public record Writers(Optional<String> app, Optional<String> account) {

    /** The same ones that read. */
    public static Writers usual() {
      return new Writers(Optional.empty(), Optional.empty());
    }
  }

  /**
   * A spreadsheet.
   *
   * @param file the name of the stored file
   * @param sheet the sheet's name; empty for the first one
   * @param columns attributes by the header of their column; headers that are not named stand for
   *     the attribute of their name
   */
  public record Sheet(String file, Optional<String> sheet, Map<String, String> columns) {
    public Sheet {
      columns = Map.copyOf(columns);
    }
  }

  /**
   * How accounts are made of what is read.
   *
   * @param mailboxTypes which kinds of shared mailboxes are taken
   * @param include which classes of recipients become accounts
   * @param domains the domains whose addresses are taken, lower-case; empty for all but {@code
   *     *.onmicrosoft.com}
   * @param trustees whose access to a mailbox counts
   * @param division where the organisational unit at the service comes from
   * @param destinations which group at the service an account belongs into
   */
  public record Accounts(
      Set<MailboxType> mailboxTypes,
      Set<Include> include,
      List<String> domains,
      Trustees trustees,
      Division division,
      Destinations destinations) {

    public Accounts {
      mailboxTypes = Set.copyOf(mailboxTypes);
      include = Set.copyOf(include);
      domains = List.copyOf(domains);
    }

    /** Nothing in particular. */
    public static Accounts none() {
      return new Accounts(
          EnumSet.allOf(MailboxType.class),
          EnumSet.allOf(Include.class),
          List.of(),
          Trustees.FULL_ACCESS,
          new Division(Division.By.OFF, ""),
          new Destinations(List.of(), Optional.empty()));
    }
  }

  /** Kinds of mailboxes that several people are behind. */
  public enum MailboxType {
    SHARED,
    ROOM,
    EQUIPMENT,
    SCHEDULING,
    GROUP
  }

  /** Classes of recipients. */
  public enum Include {
    /** People with a licence. */
    USERS,
    /** Shared, room and equipment mailboxes. */
    RESOURCES,
    /** People with an address and without a licence. */
    UNLICENSED,
    /** Distribution lists. */
    LISTS
  }

  /** Whose access to a mailbox counts. */
  public enum Trustees {
    FULL_ACCESS("fullAccess"),
    SEND_AS("sendAs"),
    /** Either of the two is enough. */
    EITHER("either");

    private final String document;

    Trustees(String document) {
      this.document = document;
    }

    /** The name in documents. */
    public String document() {
      return document;
    }
  }

  /**
   * Where the organisational unit at the service comes from.
   *
   * @param by from where
   * @param value the identifier; empty unless {@code by} says so
   */
  public record Division(By by, String value) {
    /** From where. */
    public enum By {
      OFF,
      /** The domain of the primary address. */
      DOMAIN,
      /** One identifier for all. */
      IDENTIFIER
    }
  }

  /**
   * Which group at the service an account belongs into: that of the first rule that holds.
   *
   * @param otherwise the group if none holds; empty for none, or for the service's own default
   */
  public record Destinations(List<Rule> rules, Optional<String> otherwise) {
    public Destinations {
      rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param where a {@link Filter} as written, which can be read
     * @param group the group's name
     */
    public record Rule(String where, String group) {}
  }

  /**
   * Which of the selected records are taken: those that pass both. Both texts can be read.
   *
   * @param where a {@link Filter} as written
   * @param address by mail address
   */
  public record Filters(Optional<String> where, Optional<AddressFilter> address) {
    /** Everything is taken. */
    public static Filters none() {
      return new Filters(Optional.empty(), Optional.empty());
    }
  }

  /**
   * What is written to: mailboxes, or one downstream service.
   *
   * @param select which mailboxes; empty for a service
   * @param folder the folder's path under the Contacts folder; empty means the Contacts folder
   *     itself
   * @param concurrency how many mailboxes are written at the same time
   * @param whenMailboxLeaves what becomes of our contacts in a mailbox that is no longer selected
   * @param driftCheckEvery how often each mailbox is looked at for users' edits and deletions; zero
   *     with every run
   * @param service the service; empty for mailboxes
   * @param directory whose groups and people {@code select} names
   * @param writers as whom mailboxes are written
   */
  public record Target(
      List<Selection> select,
      List<String> folder,
      int concurrency,
      WhenMailboxLeaves whenMailboxLeaves,
      Duration driftCheckEvery,
      Optional<Service> service,
      Directory directory,
      Writers writers) {

    /** Mailboxes. */
    public Target(
        List<Selection> select,
        List<String> folder,
        int concurrency,
        WhenMailboxLeaves whenMailboxLeaves,
        Duration driftCheckEvery) {
      this(
          select,
          folder,
          concurrency,
          whenMailboxLeaves,
          driftCheckEvery,
          Optional.empty(),
          Directory.TENANT,
          Writers.usual());
    }

    /** A service: its accounts stay when the policy is deleted. */
    public static Target of(Service service, Duration driftCheckEvery) {
      return new Target(
          List.of(),
          List.of(),
          1,
          service.marksPolicy() ? WhenMailboxLeaves.REMOVE : WhenMailboxLeaves.LEAVE,
          driftCheckEvery,
          Optional.of(service),
          Directory.TENANT,
          Writers.usual());
    }

    public Target {
      select = List.copyOf(select);
      folder = List.copyOf(folder);
      if (concurrency < 1) {
        throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
      }
      if (driftCheckEvery.isNegative()) {
        throw new IllegalArgumentException(
            "driftCheckEvery must not be negative, but was " + driftCheckEvery);
      }
    }

    /** The service by kind and place; empty for mailboxes. */
    public Optional<String> servicePlace() {
      return service.map(known -> known.kind() + " " + known.place());
    }

    /** The address list that is written to; empty where something else is. */
    public Optional<Service.MailContact> addressList() {
      return service
          .filter(Service.MailContact.class::isInstance)
          .map(Service.MailContact.class::cast);
    }

    /** What is offered to other installations; empty where something else is written to. */
    public Optional<Service.Offer> offer() {
      return service.filter(Service.Offer.class::isInstance).map(Service.Offer.class::cast);
    }

    /** The names in a path with '/' between them; none in '/' alone. */
    static List<String> folders(String path) {
      return path.strip().equals("/")
          ? List.of()
          : Arrays.stream(path.split("/", -1)).map(String::strip).toList();
    }
  }

  /** The organisations it reads or writes: its own first, then the one whose list it feeds. */
  public List<EnvironmentId> environments() {
    return Stream.concat(
            Stream.of(environment),
            target.addressList().map(Service.MailContact::environment).stream())
        .distinct()
        .toList();
  }

  /** Whether it reads or writes this organisation. */
  public boolean uses(EnvironmentId organisation) {
    return environments().contains(organisation);
  }

  /**
   * The organisation that what it wrote stands in, and without which it cannot be removed; empty if
   * that stands at a service, or in Rollcall's own storage.
   */
  public Optional<EnvironmentId> holder() {
    return target.service().isEmpty()
        ? Optional.of(environment)
        : target.addressList().map(Service.MailContact::environment);
  }

  /** Whether it writes this organisation's address list. */
  public boolean feeds(EnvironmentId organisation) {
    return target.addressList().filter(list -> list.environment().equals(organisation)).isPresent();
  }

  /**
   * The fingerprint of what decides which contacts a mailbox holds: two policies with the same one
   * write the same. Name, description, schedule, mails, guardrail, concurrency and the drift
   * check's rhythm are not part of it, nor is the order of selections: changing them needs no new
   * preview and rewrites nothing.
   */
  public Fingerprint contentFingerprint() {
    return Fingerprint.of(
        String.join(
                "\n",
                environment.value(),
                canonical(source),
                canonical(target.select()),
                DocumentWriter.folder(target.folder()),
                DocumentWriter.word(target.whenMailboxLeaves()),
                DocumentWriter.mapping(mapping).toString(),
                DocumentWriter.changes(changes).toString())
            // Nothing where there are none, so that policies from before filters stay as they are.
            + (filters.equals(Filters.none()) ? "" : "\n" + DocumentWriter.filters(filters))
            + (target.directory() == Directory.TENANT ? "" : "\n" + target.directory().document())
            + (type == Type.CONTACTS && reading.equals(Reading.directory())
                ? ""
                : "\n" + type.document() + DocumentWriter.accounts(this)));
  }

  /** JSON texts have no line breaks in them, so that joined ones stay apart. */
  private static String canonical(List<Selection> selections) {
    return selections.stream()
        .map(selection -> DocumentWriter.selection(selection).toString())
        .sorted()
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** What becomes of our contacts in a mailbox that is no longer selected. */
  public enum WhenMailboxLeaves {
    REMOVE,
    LEAVE
  }

  /** Which changes are made; see {@code dev.rollcall.plan.Rules}. */
  public record Changes(
      boolean createAndUpdate,
      boolean delete,
      UserEdits userEdits,
      UserDeletes userDeletes,
      Removal removal,
      Existing existing) {

    /** Changes whose removals happen at once. */
    public Changes(
        boolean createAndUpdate, boolean delete, UserEdits userEdits, UserDeletes userDeletes) {
      this(createAndUpdate, delete, userEdits, userDeletes, Removal.atOnce(), Existing.ADOPT);
    }
  }

  /**
   * The steps in which something goes that is no longer selected.
   *
   * @param secondRun whether a later run has to miss it too
   * @param disableFirst whether its account is disabled before it is deleted
   * @param afterDays how many days after it was first missed it may be deleted
   */
  public record Removal(boolean secondRun, boolean disableFirst, int afterDays) {

    /** In one step. */
    public static Removal atOnce() {
      return new Removal(false, false, 0);
    }
  }

  /** What becomes of an account that the service has already. */
  public enum Existing {
    /** The policy keeps it from then on. */
    ADOPT,
    /** It is left alone and reported. */
    SKIP,
    /**
     * It is left alone and reported, and whoever is called like somebody else there gets a name of
     * their own; for address lists.
     */
    RENAME
  }

  /** What becomes of fields that a user edited. */
  public enum UserEdits {
    OVERWRITE,
    KEEP
  }

  /** What becomes of contacts that a user deleted. */
  public enum UserDeletes {
    RESTORE,
    RESPECT
  }

  /** What may be deleted without being asked; see {@code dev.rollcall.plan.Guardrail}. */
  public record Limits(int maxDeletes, int maxDeletePercent) {}

  /**
   * Who gets a mail about the policy's runs.
   *
   * @param to the addresses it goes to
   * @param subject its subject; empty for the usual one
   * @param onlyOnError only when something needs care, once for each change of state
   */
  public record SummaryMail(List<String> to, Optional<String> subject, boolean onlyOnError) {
    public SummaryMail {
      to = List.copyOf(to);
    }
  }
}
