package dev.rollcall.client.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * Makes sockets that connect to public addresses only. The address is looked at in the very moment
 * of connecting, so a name that resolves to something else the second time gains nothing.
 */
public final class PublicSockets extends SocketFactory {

  private final boolean loopbackAllowed;

  private PublicSockets(boolean loopbackAllowed) {
    this.loopbackAllowed = loopbackAllowed;
  }

  /**
   * Connection settings that lead to public addresses only, through no proxy: a proxy would resolve
   * the name itself.
   *
   * @param settings copied
   * @param loopbackAllowed whether this machine is let through, as while the app is tried out
   *     beside a cloud of its own
   */
  public static OkHttpClient.Builder only(OkHttpClient.Builder settings, boolean loopbackAllowed) {
    return settings
        .build()
        .newBuilder()
        // Connections that others made were not looked at.
        .connectionPool(new ConnectionPool())
        .proxy(Proxy.NO_PROXY)
        .socketFactory(new PublicSockets(loopbackAllowed));
  }

  /**
   * Connects and hangs up, to see whether a host can be reached. Nothing is sent.
   *
   * @param address its scheme stands for the port that it does not name
   * @param loopbackAllowed as above
   * @param limit how long each of the host's addresses may take
   * @throws IOException if none of them can be connected to; {@link PrivateAddress} if the first is
   *     not public
   */
  public static void knock(URI address, boolean loopbackAllowed, Duration limit)
      throws IOException {
    int port =
        address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("http") ? 80 : 443;
    IOException first = null;
    for (InetAddress one : InetAddress.getAllByName(address.getHost())) {
      try (Socket socket = new PublicSockets(loopbackAllowed).createSocket()) {
        socket.connect(new InetSocketAddress(one, port), Math.toIntExact(limit.toMillis()));
        return;
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new UnknownHostException("the host has no address") : first;
  }

  @Override
  public Socket createSocket() {
    return new Guarded();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(address, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }

  private final class Guarded extends Socket {

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress internet)
          || internet.getAddress() == null
          || !isAllowed(internet.getAddress())) {
        throw new PrivateAddress();
      }
      super.connect(endpoint, timeout);
    }

    private boolean isAllowed(InetAddress address) {
      return PublicAddresses.has(address) || (loopbackAllowed && address.isLoopbackAddress());
    }
  }
}
