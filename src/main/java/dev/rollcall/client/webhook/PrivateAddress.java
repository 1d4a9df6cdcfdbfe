package dev.rollcall.client.webhook;

import java.io.IOException;

/** A connection was not made, since it would have led into a network that is not public. */
public final class PrivateAddress extends IOException {

  private static final long serialVersionUID = 1L;

  /** Without the address: it tells of somebody's network. */
  public PrivateAddress() {
    super("the address is not public");
  }
}
