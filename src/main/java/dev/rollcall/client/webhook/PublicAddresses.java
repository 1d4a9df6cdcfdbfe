package dev.rollcall.client.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses lie in the public internet, and not in somebody's network, on this machine, or
 * where a cloud keeps what it tells its machines only.
 *
 * <p><b>Bias:</b> what is reserved, for documentation or for tests is refused as well; of IPv6 only
 * what is given out to networks is taken.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4
 *     Special-Purpose Address Registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6
 *     Special-Purpose Address Registry</a>
 */
public final class PublicAddresses {

  private static final List<Block> CLOSED_4 =
      List.of(
          block("0.0.0.0", 8),
          block("10.0.0.0", 8),
          block("100.64.0.0", 10),
          block("127.0.0.0", 8),
          // Link-local, and where most clouds tell a machine about itself.
          block("169.254.0.0", 16),
          // Where Azure does: keys and identity of a machine, behind a public address.
          block("168.63.129.16", 32),
          block("172.16.0.0", 12),
          block("192.0.0.0", 24),
          block("192.0.2.0", 24),
          block("192.88.99.0", 24),
          block("192.168.0.0", 16),
          block("198.18.0.0", 15),
          block("198.51.100.0", 24),
          block("203.0.113.0", 24),
          block("224.0.0.0", 4),
          block("240.0.0.0", 4));

  private static final Block GIVEN_OUT_6 = block("2000::", 3);

  private static final List<Block> CLOSED_6 =
      List.of(
          // Teredo, ORCHID, benchmarks and other protocol assignments.
          block("2001::", 23),
          block("2001:db8::", 32),
          // 6to4: an IPv4 address, of whatever network, in disguise.
          block("2002::", 16),
          block("3fff::", 20));

  /** NAT64: an IPv4 address behind these twelve bytes. */
  private static final Block NAT64 = block("64:ff9b::", 96);

  private PublicAddresses() {}

  /** The addresses whose first bits are the same. */
  private record Block(byte[] start, int bits) {

    boolean has(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether a connection to this address leaves for the public internet. */
  public static boolean has(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return CLOSED_4.stream().noneMatch(block -> block.has(bytes));
    }
    if (NAT64.has(bytes)) {
      return has(of(Arrays.copyOfRange(bytes, 12, 16)));
    }
    return GIVEN_OUT_6.has(bytes) && CLOSED_6.stream().noneMatch(block -> block.has(bytes));
  }

  private static Block block(String start, int bits) {
    try {
      // An address in digits is not looked up anywhere.
      return new Block(InetAddress.getByName(start).getAddress(), bits);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(start + " is no address", e);
    }
  }

  private static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }
}
