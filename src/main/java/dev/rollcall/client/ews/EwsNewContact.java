package dev.rollcall.client.ews;

import dev.rollcall.model.Content;
import java.util.Map;

/**
 * A contact to create.
 *
 * @param content its fields
 * @param properties what else is written on it
 */
public record EwsNewContact(Content content, Map<EwsProperty, String> properties) {

  public EwsNewContact {
    properties = Map.copyOf(properties);
  }
}
