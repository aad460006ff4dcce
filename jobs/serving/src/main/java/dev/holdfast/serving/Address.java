package dev.holdfast.serving;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where requests are taken.
 *
 * @param port 0 for any that is free
 */
record Address(String host, int port) {
  static final Address DEFAULT = new Address("127.0.0.1", 8080);

  private static final int MOST = 65_535;
  private static final Pattern FORM = Pattern.compile("(\\[[^\\]]+\\]|[^:\\s]+):(\\d{1,5})");

  /**
   * Reads {@code host:port}; an address of IPv6 stands in brackets.
   *
   * @throws JobException if it is none
   */
  static Address of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > MOST) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot listen on \"%s\": expected host:port, such as 127.0.0.1:8080 or [::1]:8080."
              .formatted(text));
    }
    return new Address(form.group(1), Integer.parseInt(form.group(2)));
  }

  /**
   * Whether only this machine can reach it.
   *
   * @throws JobException if the host has no address
   */
  boolean isLoopback() {
    try {
      for (InetAddress each : InetAddress.getAllByName(host)) {
        if (!each.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException unknown) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot listen on %s: this machine knows no address of %s. Name one of its own."
              .formatted(this, host),
          unknown);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
