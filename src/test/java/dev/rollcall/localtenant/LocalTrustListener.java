package dev.rollcall.localtenant;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Has every test JVM trust the local tenant, before any test runs. */
public final class LocalTrustListener implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    LocalTrust.install();
  }
}
