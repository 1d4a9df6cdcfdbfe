package dev.rollcall.client.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where events may go, and where never. */
@Tag("S7")
class PublicAddressesTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    // Public.
    "1.1.1.1, true",
    "9.255.255.255, true",
    "11.0.0.0, true",
    "20.50.2.1, true",
    "100.63.255.255, true",
    "100.128.0.0, true",
    "126.255.255.255, true",
    "169.253.255.255, true",
    "172.15.255.255, true",
    "172.32.0.0, true",
    "192.167.255.255, true",
    "192.169.0.0, true",
    "198.17.255.255, true",
    "198.20.0.0, true",
    "223.255.255.255, true",
    "2a01:111::1, true",
    "2603:1000::1, true",
    "2001:4860:4860::8888, true",
    // An address of an IPv4 network behind a translator.
    "64:ff9b::1.1.1.1, true",
    // This network, this machine.
    "0.0.0.0, false",
    "0.1.2.3, false",
    "127.0.0.1, false",
    "127.255.255.254, false",
    "::1, false",
    "::, false",
    // Private networks, and those of providers.
    "10.0.0.1, false",
    "10.255.255.255, false",
    "172.16.0.1, false",
    "172.31.255.255, false",
    "192.168.0.1, false",
    "100.64.0.1, false",
    "100.127.255.255, false",
    "fc00::1, false",
    "fd12:3456::1, false",
    "fec0::1, false",
    // Link-local, and clouds' metadata.
    "169.254.0.1, false",
    "169.254.169.254, false",
    "169.254.170.2, false",
    "168.63.129.16, false",
    "168.63.129.17, true",
    "fe80::1, false",
    "fd00:ec2::254, false",
    // Multicast, broadcast, reserved.
    "224.0.0.1, false",
    "239.255.255.255, false",
    "240.0.0.1, false",
    "255.255.255.255, false",
    "ff02::1, false",
    "100::1, false",
    "4000::1, false",
    // For documentation and measurements.
    "192.0.2.1, false",
    "198.51.100.1, false",
    "203.0.113.1, false",
    "198.18.0.1, false",
    "198.19.255.255, false",
    "2001:db8::1, false",
    "3fff::1, false",
    "2001:2::1, false",
    // Closed addresses in disguise.
    "::ffff:10.0.0.1, false",
    "::ffff:127.0.0.1, false",
    "::ffff:1.1.1.1, true",
    "::10.0.0.1, false",
    "64:ff9b::10.0.0.1, false",
    "64:ff9b::169.254.169.254, false",
    "64:ff9b:1::a00:1, false",
    "2002:a00:1::1, false",
    "2002:7f00:1::, false",
    "2001:0:4136:e378::1, false"
  })
  void onlyThePublicInternetIsOpen(String address, boolean open) throws UnknownHostException {
    assertEquals(open, PublicAddresses.has(InetAddress.getByName(address)));
  }
}
