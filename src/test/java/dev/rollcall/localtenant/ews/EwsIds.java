package dev.rollcall.localtenant.ews;

/** Ids as EWS spells them: in plain base64, where Graph uses the one for addresses. */
final class EwsIds {

  private EwsIds() {}

  static String toEws(String id) {
    return id.replace('-', '+').replace('_', '/');
  }

  static String toStore(String id) {
    return id.replace('+', '-').replace('/', '_');
  }
}
