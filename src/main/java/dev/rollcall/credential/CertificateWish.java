package dev.rollcall.credential;

import dev.rollcall.policy.DocumentProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate that signs itself is to be like.
 *
 * @param subject whom it names, as X.500 writes it: {@code CN=Rollcall}
 * @param months how long it is valid
 * @param bits the size of its RSA key
 */
public record CertificateWish(String subject, int months, int bits) {

  public static final String SUBJECT = "CN=Rollcall";
  public static final int MONTHS = 12;
  public static final int BITS = 4096;

  private static final int MAX_MONTHS = 120;
  private static final int MAX_SUBJECT = 200;

  /** The sizes that Key Vault makes and logins take. */
  private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

  /** Everything about it that cannot be. */
  public List<DocumentProblem> problems() {
    List<DocumentProblem> problems = new ArrayList<>();
    if (!isName(subject)) {
      problems.add(
          new DocumentProblem(
              "/subject",
              subject.length() <= 80 ? subject : subject.substring(0, 80) + "…",
              "The subject is not an X.500 name.",
              "For example CN=Rollcall or CN=Rollcall, O=Contoso; at most "
                  + MAX_SUBJECT
                  + " characters."));
    }
    if (months < 1 || months > MAX_MONTHS) {
      problems.add(
          new DocumentProblem(
              "/months",
              Integer.toString(months),
              "A certificate cannot last so many months.",
              "1 to " + MAX_MONTHS + "; 12 is usual, and many organisations allow no more."));
    }
    if (!SIZES.contains(bits)) {
      problems.add(
          new DocumentProblem(
              "/keySize",
              Integer.toString(bits),
              "A key cannot have this size.",
              "2048, 3072 or 4096: RSA."));
    }
    return problems;
  }

  /** Whether two texts are the same X.500 name. */
  static boolean isSameName(String one, String other) {
    return isName(one) && isName(other) && new X500Principal(one).equals(new X500Principal(other));
  }

  private static boolean isName(String subject) {
    try {
      return subject.length() <= MAX_SUBJECT && !new X500Principal(subject).getName().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
