package dev.rollcall.run;

import dev.rollcall.credential.CertificateContent;
import dev.rollcall.credential.CertificateVault;
import dev.rollcall.credential.CertificateWish;
import dev.rollcall.credential.VaultUnavailable;
import dev.rollcall.model.Problem;
import dev.rollcall.model.StoredCertificate;
import dev.rollcall.policy.DocumentProblem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Shows the vault's certificates, has new ones made and takes existing ones in. No key and no
 * password is kept, told or logged.
 */
public final class ManageCertificates {

  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
  private static final String NOT_SHOWN = "(not shown)";

  private final Supplier<CertificateVault> vault;
  private final Clock clock;

  /**
   * @param vault made when first needed
   */
  public ManageCertificates(Supplier<CertificateVault> vault, Clock clock) {
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * A certificate that somebody wants made.
   *
   * @param subject whom it names
   * @param months how long it is valid
   * @param keySize bits of its RSA key
   * @param renew whether a new version is made though a valid one is there
   */
  public record Wish(String subject, int months, int keySize, boolean renew) {

    /** What is made if nobody says otherwise. */
    public static Wish usual() {
      return new Wish(CertificateWish.SUBJECT, CertificateWish.MONTHS, CertificateWish.BITS, false);
    }

    /** Everything about it that cannot be. */
    public List<DocumentProblem> problems() {
      return certificate().problems();
    }

    private CertificateWish certificate() {
      return new CertificateWish(subject, months, keySize);
    }
  }

  /**
   * A certificate with its key as somebody sent it: a PFX in base64, with its password if it has
   * one, or PEM.
   */
  public record Sent(Optional<String> pfx, Optional<String> password, Optional<String> pem) {

    /** Shows neither key nor password. */
    @Override
    public String toString() {
      return "Sent[" + NOT_SHOWN + "]";
    }
  }

  /** What became of it. */
  public sealed interface Outcome {

    /**
     * A new version is in the vault.
     *
     * @param vault the vault's name
     */
    record Made(StoredCertificate certificate, String vault) implements Outcome {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.made().apply(this);
      }
    }

    /** One of the same kind was there, is valid, and stays. */
    record AlreadyThere(StoredCertificate certificate, String vault) implements Outcome {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.alreadyThere().apply(this);
      }
    }

    /** Key Vault is still at it. */
    record BeingMade(String name) implements Outcome {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.beingMade().apply(this);
      }
    }

    /** A valid one is there that is of another kind than wished; nothing was changed. */
    record Different(StoredCertificate certificate) implements Outcome {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.different().apply(this);
      }
    }

    /** What was sent cannot be; nothing was changed. */
    record Invalid(List<DocumentProblem> problems) implements Outcome {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.invalid().apply(this);
      }
    }

    /** Key Vault refused, or could not be asked. */
    record Failed(Problem problem) implements Outcome {
      @Override
      public <T> T match(Cases<T> cases) {
        return cases.failed().apply(this);
      }
    }

    /** One behaviour per case. */
    <T> T match(Cases<T> cases);

    /** What to do in each case. */
    record Cases<T>(
        Function<Made, T> made,
        Function<AlreadyThere, T> alreadyThere,
        Function<BeingMade, T> beingMade,
        Function<Different, T> different,
        Function<Invalid, T> invalid,
        Function<Failed, T> failed) {}
  }

  /**
   * What was asked for, or why it could not be read.
   *
   * @param value empty if there is none, or it could not be read
   * @param problem why it could not be read
   */
  public record Reading<T>(Optional<T> value, Optional<Problem> problem) {}

  /** Whether Key Vault takes this as a name. */
  public static List<DocumentProblem> nameProblems(String name) {
    return NAME.matcher(name).matches()
        ? List.of()
        : List.of(
            new DocumentProblem(
                "/name",
                name.length() <= 80 ? name : name.substring(0, 80) + "…",
                "Key Vault does not take this name.",
                "1 to 127 of a-z, A-Z, 0-9 and '-'."));
  }

  /** All certificates, by name. */
  public Reading<List<StoredCertificate>> list() {
    return read(() -> Optional.of(vault.get().list()));
  }

  /** The newest version of a certificate. */
  public Reading<StoredCertificate> find(String name) {
    return read(() -> vault.get().find(name));
  }

  /**
   * Has Key Vault make a certificate that signs itself. A second time nothing is made, as long as
   * the first is valid and the wishes are the same, unless they are to renew it.
   */
  public Outcome create(String name, Wish wish) {
    List<DocumentProblem> problems = new ArrayList<>(nameProblems(name));
    problems.addAll(wish.problems());
    if (!problems.isEmpty()) {
      return new Outcome.Invalid(problems);
    }
    try {
      CertificateVault at = vault.get();
      Optional<StoredCertificate> valid =
          at.find(name)
              .filter(there -> there.enabled() && there.isValidAt(clock.instant()))
              .filter(there -> !wish.renew());
      if (valid.isPresent()) {
        return at.isAsWished(valid.get(), wish.certificate())
            ? new Outcome.AlreadyThere(valid.get(), at.name())
            : new Outcome.Different(valid.get());
      }
      return at.create(name, wish.certificate())
          .<Outcome>map(made -> new Outcome.Made(made, at.name()))
          .orElseGet(() -> new Outcome.BeingMade(name));
    } catch (VaultUnavailable e) {
      return new Outcome.Failed(e.problem());
    }
  }

  /** Stores a certificate with its key as a new version. */
  public Outcome store(String name, Sent sent) {
    List<DocumentProblem> problems = new ArrayList<>(nameProblems(name));
    Optional<CertificateContent> content = content(sent, problems);
    content.flatMap(read -> read.problemAt(clock.instant())).ifPresent(problems::add);
    if (!problems.isEmpty() || content.isEmpty()) {
      return new Outcome.Invalid(problems);
    }
    try {
      CertificateVault at = vault.get();
      return new Outcome.Made(at.store(name, content.get()), at.name());
    } catch (VaultUnavailable e) {
      return new Outcome.Failed(e.problem());
    }
  }

  private static Optional<CertificateContent> content(Sent sent, List<DocumentProblem> problems) {
    if (sent.pfx().isPresent() == sent.pem().isPresent()) {
      problems.add(
          new DocumentProblem(
              "",
              sent.pfx().isPresent() ? "both" : "neither",
              "There must be one certificate: as pfx or as pem.",
              "pfx: the file in base64, and its password; or pem: private key and certificate."));
      return Optional.empty();
    }
    if (sent.pem().isPresent()) {
      if (sent.password().isPresent()) {
        problems.add(
            new DocumentProblem(
                "/password",
                NOT_SHOWN,
                "PEM is sent without a password.",
                "Leave it out; an encrypted key is decrypted first, or sent as PFX."));
      }
      return sent.pem().map(CertificateContent::ofPem);
    }
    try {
      byte[] pfx = Base64.getDecoder().decode(sent.pfx().orElseThrow().replaceAll("\\s", ""));
      return Optional.of(CertificateContent.ofPfx(pfx, sent.password().orElse("")));
    } catch (IllegalArgumentException e) {
      problems.add(
          new DocumentProblem(
              "/pfx",
              NOT_SHOWN,
              "This is not base64.",
              "The PFX file in base64: base64 -w0 certificate.pfx"));
      return Optional.empty();
    }
  }

  private static <T> Reading<T> read(Supplier<Optional<T>> reading) {
    try {
      return new Reading<>(reading.get(), Optional.empty());
    } catch (VaultUnavailable e) {
      return new Reading<>(Optional.empty(), Optional.of(e.problem()));
    }
  }
}
