package dev.rollcall.client.offer;

import dev.rollcall.localtenant.wire.CertificateMint;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** Keys of installations. */
public final class Partners {

  private Partners() {}

  /** One whose certificate is valid for a year around this time. */
  public static SigningKey at(Instant now) {
    return during(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(364)));
  }

  /** One whose certificate is valid from then till then. */
  public static SigningKey during(Instant from, Instant until) {
    KeyPair pair = CertificateMint.rsaKey();
    return new SigningKey(
        pair.getPrivate(), CertificateMint.selfSigned(pair, "gal-exchange", from, until));
  }
}
