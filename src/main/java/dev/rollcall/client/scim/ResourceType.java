package dev.rollcall.client.scim;

/** The two kinds of resources that SCIM services have. */
public enum ResourceType {
  USERS("Users", "urn:ietf:params:scim:schemas:core:2.0:User"),
  GROUPS("Groups", "urn:ietf:params:scim:schemas:core:2.0:Group");

  private final String path;
  private final String schema;

  ResourceType(String path, String schema) {
    this.path = path;
    this.schema = schema;
  }

  /** The path below the service's address. */
  public String path() {
    return path;
  }

  /** The name of the core schema. */
  public String schema() {
    return schema;
  }
}
