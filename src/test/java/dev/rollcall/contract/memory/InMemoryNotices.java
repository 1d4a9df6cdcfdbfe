package dev.rollcall.contract.memory;

import dev.rollcall.state.Notice;
import dev.rollcall.state.Notices;
import dev.rollcall.state.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Notices in memory. Safe for several threads. */
public final class InMemoryNotices implements Notices {

  private final Versions versions = new Versions();
  private final Map<String, Map<String, Versioned<Notice>>> topics = new HashMap<>();

  @Override
  public synchronized Optional<Versioned<Notice>> last(String topic, String subject) {
    return Optional.ofNullable(topics.getOrDefault(topic, Map.of()).get(subject));
  }

  @Override
  public synchronized Map<String, Notice> all(String topic) {
    Map<String, Notice> all = new HashMap<>();
    topics.getOrDefault(topic, Map.of()).forEach((subject, last) -> all.put(subject, last.value()));
    return all;
  }

  @Override
  public synchronized Optional<String> put(
      String topic, String subject, Notice notice, Optional<String> replaced) {
    if (!last(topic, subject).map(Versioned::version).equals(replaced)) {
      return Optional.empty();
    }
    Versioned<Notice> put = versions.of(notice);
    topics.computeIfAbsent(topic, any -> new HashMap<>()).put(subject, put);
    return Optional.of(put.version());
  }

  @Override
  public synchronized void forget(String topic, String subject) {
    topics.getOrDefault(topic, new HashMap<>()).remove(subject);
  }
}
