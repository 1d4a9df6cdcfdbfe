package dev.rollcall.localtenant.ews;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.MD4Digest;

/**
 * One logon by NTLM, from the server's side: a challenge, and the check of its answer by the
 * account's password. Only version 2 is taken, as domains do that care.
 *
 * @see <a
 *     href="https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/b38c36ed-2804-4868-a9ff-8dd3182128e4">MS-NLMP</a>
 *     (read 2026-11-21)
 */
final class Ntlm {

  private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Unicode, NTLM, target is a domain, extended session security, target info, version, 128. */
  private static final int FLAGS = 0x22898205;

  private static final int KEY_EXCHANGE = 0x40000000;
  private static final int HEADER_OF_THIRD = 88;
  private static final int MIC_AT = 72;

  /** Between the beginnings of 1601 and of 1970. */
  private static final long EPOCH_SECONDS = 11_644_473_600L;

  private static final long CLOCK_SKEW_SECONDS = 30 * 60;

  private final byte[] first;
  private final byte[] second;
  private final byte[] nonce = new byte[8];
  private final Clock clock;

  Ntlm(byte[] negotiate, String server, Clock clock) {
    this.first = negotiate.clone();
    this.clock = clock;
    RANDOM.nextBytes(nonce);
    this.second = challenge(server);
  }

  static boolean isMessage(byte[] token) {
    return token.length >= 12 && Arrays.equals(SIGNATURE, Arrays.copyOf(token, SIGNATURE.length));
  }

  static boolean isNegotiate(byte[] token) {
    return token[8] == 1;
  }

  byte[] challenge() {
    return second.clone();
  }

  private byte[] challenge(String server) {
    byte[] domain = unicode("CORP");
    ByteBuffer info = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    pair(info, 2, domain);
    pair(info, 1, unicode("EX1"));
    pair(info, 4, unicode("corp.example"));
    pair(info, 3, unicode(server));
    long ticks = (clock.instant().getEpochSecond() + EPOCH_SECONDS) * 10_000_000L;
    pair(info, 7, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(ticks).array());
    pair(info, 0, new byte[0]);
    int infoLength = info.position();
    ByteBuffer message =
        ByteBuffer.allocate(56 + domain.length + infoLength).order(ByteOrder.LITTLE_ENDIAN);
    message.put(SIGNATURE).putInt(2);
    message.putShort((short) domain.length).putShort((short) domain.length).putInt(56);
    // Keys are exchanged if the client wants it.
    int asked = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    message.putInt(FLAGS | asked & KEY_EXCHANGE).put(nonce).putLong(0);
    message.putShort((short) infoLength).putShort((short) infoLength);
    message.putInt(56 + domain.length);
    message.put(new byte[] {10, 0, 0x39, 0x38, 0, 0, 0, 15});
    message.put(domain).put(info.array(), 0, infoLength);
    return message.array();
  }

  private static void pair(ByteBuffer info, int id, byte[] value) {
    info.putShort((short) id).putShort((short) value.length).put(value);
  }

  /**
   * Whose password answers the challenge; empty if nobody's.
   *
   * @param accounts by domain and user
   */
  Optional<ServiceAccount> authenticated(
      byte[] third, BiFunction<String, String, Optional<ServiceAccount>> accounts) {
    try {
      ByteBuffer message = ByteBuffer.wrap(third).order(ByteOrder.LITTLE_ENDIAN);
      if (third[8] != 3) {
        return Optional.empty();
      }
      byte[] response = field(message, 20);
      String domain = new String(field(message, 28), StandardCharsets.UTF_16LE);
      String user = new String(field(message, 36), StandardCharsets.UTF_16LE);
      Optional<ServiceAccount> account = accounts.apply(domain, user);
      return account.filter(known -> isAnswered(third, response, domain, user, known));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isAnswered(
      byte[] third, byte[] response, String domain, String user, ServiceAccount account) {
    // An answer of version 1 has 24 bytes and no more.
    if (response.length < 16 + 28) {
      return false;
    }
    byte[] proof = Arrays.copyOf(response, 16);
    byte[] blob = Arrays.copyOfRange(response, 16, response.length);
    byte[] key =
        hmac(md4(unicode(account.password())), unicode(user.toUpperCase(Locale.ROOT) + domain));
    byte[] expected = hmac(key, nonce, blob);
    return MessageDigest.isEqual(expected, proof)
        && isOfNow(blob)
        && hasRightSum(third, blob, hmac(key, proof));
  }

  private boolean isOfNow(byte[] blob) {
    long ticks = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    long seconds = ticks / 10_000_000L - EPOCH_SECONDS;
    return Math.abs(seconds - clock.instant().getEpochSecond()) <= CLOCK_SKEW_SECONDS;
  }

  /** Who says that the three messages have a sum must have summed them rightly. */
  private boolean hasRightSum(byte[] third, byte[] blob, byte[] sessionKey) {
    if (!saysItHasSum(blob)) {
      return true;
    }
    if (third.length < HEADER_OF_THIRD) {
      return false;
    }
    ByteBuffer message = ByteBuffer.wrap(third).order(ByteOrder.LITTLE_ENDIAN);
    byte[] exported =
        (message.getInt(60) & KEY_EXCHANGE) == 0 ? sessionKey : rc4(sessionKey, field(message, 52));
    byte[] without = third.clone();
    Arrays.fill(without, MIC_AT, MIC_AT + 16, (byte) 0);
    byte[] expected = hmac(exported, first, second, without);
    return MessageDigest.isEqual(expected, Arrays.copyOfRange(third, MIC_AT, MIC_AT + 16));
  }

  private static boolean saysItHasSum(byte[] blob) {
    ByteBuffer pairs = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    pairs.position(28);
    while (pairs.remaining() >= 4) {
      int id = pairs.getShort();
      int length = pairs.getShort() & 0xffff;
      if (id == 0) {
        return false;
      }
      if (id == 6) {
        return (pairs.getInt() & 2) != 0;
      }
      pairs.position(pairs.position() + length);
    }
    return false;
  }

  private static byte[] field(ByteBuffer message, int at) {
    int length = message.getShort(at) & 0xffff;
    byte[] value = new byte[length];
    message.get(message.getInt(at + 4), value);
    return value;
  }

  private static byte[] unicode(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] md4(byte[] bytes) {
    MD4Digest digest = new MD4Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] sum = new byte[digest.getDigestSize()];
    digest.doFinal(sum, 0);
    return sum;
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        all.writeBytes(part);
      }
      return mac.doFinal(all.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacMD5", e);
    }
  }

  private static byte[] rc4(byte[] key, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("RC4");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "RC4"));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RC4", e);
    }
  }
}
