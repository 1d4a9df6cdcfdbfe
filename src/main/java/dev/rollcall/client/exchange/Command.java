package dev.rollcall.client.exchange;

import java.util.List;
import java.util.Map;

/** What the wire takes: a command's name and what it is given. */
sealed interface Command permits Cmdlet, ContactCommand {

  /** Such as {@code Get-Mailbox}. */
  String name();

  /** By name: texts, numbers, flags, lists of texts, or an empty optional that clears a value. */
  Map<String, Object> parameters();

  /** The columns answered; all if empty. */
  List<String> select();
}
