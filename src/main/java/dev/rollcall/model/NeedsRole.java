package dev.rollcall.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says, on the package that calls an Azure service, which role the app's identity needs there and
 * for which calls. The infrastructure gives exactly these roles: a test holds the two together, and
 * finds calls that are not declared.
 */
@Documented
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NeedsRole.All.class)
public @interface NeedsRole {

  /** The built-in role's name, such as {@code Storage Table Data Contributor}. */
  String role();

  /** The resource it is needed on. */
  On on();

  /** What is called with it: a client's method, a trigger's annotation. */
  String[] operations();

  /** The resources that roles are given on. */
  enum On {
    /** The storage account. */
    STORAGE,
    /** The Key Vault. */
    VAULT,
    /** The Application Insights component. */
    COMPONENT
  }

  /** Several of them. */
  @Documented
  @Target(ElementType.PACKAGE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    /** The roles. */
    NeedsRole[] value();
  }
}
