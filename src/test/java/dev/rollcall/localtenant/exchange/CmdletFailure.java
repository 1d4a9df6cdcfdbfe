package dev.rollcall.localtenant.exchange;

/** A command fails, with an exception of PowerShell's. */
final class CmdletFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String type;

  private CmdletFailure(int status, String code, String type, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.type = type;
  }

  static CmdletFailure notFound(String identity) {
    return new CmdletFailure(
        404,
        "NotFound",
        "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
        "The operation couldn't be performed because object '"
            + identity
            + "' couldn't be found on 'DB8PR01A001DC01.EURPR01A001.PROD.OUTLOOK.COM'.");
  }

  static CmdletFailure unknownParameter(String name) {
    return new CmdletFailure(
        400,
        "BadRequest",
        "System.Management.Automation.ParameterBindingException",
        "A parameter cannot be found that matches parameter name '" + name + "'.");
  }

  static CmdletFailure badValue(String parameter, String value) {
    return new CmdletFailure(
        400,
        "BadRequest",
        "System.Management.Automation.ParameterBindingException",
        "Cannot process argument transformation on parameter '"
            + parameter
            + "'. Cannot convert value \""
            + value
            + "\".");
  }

  static CmdletFailure missing(String parameter) {
    return new CmdletFailure(
        400,
        "BadRequest",
        "System.Management.Automation.ParameterBindingException",
        "Cannot process command because of one or more missing mandatory parameters: "
            + parameter
            + ".");
  }

  static CmdletFailure of(int status, String type, String message) {
    return new CmdletFailure(status, "BadRequest", type, message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String type() {
    return type;
  }
}
