package dev.holdfast.samples;

import dev.holdfast.samples.Life.Event;
import dev.holdfast.samples.Life.Kind;
import dev.holdfast.samples.Life.Truth;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The lines that a customer's life leaves in the landing folders, with the dirt that real exports
 * have: duplicates, values that do not parse, names in odd case, calls that come a week late.
 */
enum Landing {
  CUSTOMERS("customer_id,signup_date,country,contract,monthly_fee,payment_method,age") {
    @Override
    List<Line> lines(long customer, Life life, Settings settings) {
      Profile profile = life.profile();
      SplittableRandom dirt = dirt(customer, settings);
      String country = profile.country();
      double odd = dirt.nextDouble();
      if (odd < 0.02) {
        country = country.toUpperCase(Locale.ROOT);
      } else if (odd < 0.04) {
        country = " " + country.toLowerCase(Locale.ROOT) + " ";
      }
      LocalDate signup = settings.first().plusDays(profile.signupDay());
      return List.of(
          line(
              arrival(profile.signupDay() * 86_400L),
              id(customer),
              signup.toString(),
              country,
              profile.contract().written,
              money(profile.monthlyFee()),
              profile.payment(),
              profile.age() < 0 ? null : Integer.toString(profile.age())));
    }
  },
  CALLS("call_id,customer_id,started_at,duration_s,dropped") {
    @Override
    List<Line> lines(long customer, Life life, Settings settings) {
      SplittableRandom dirt = dirt(customer, settings);
      List<Line> lines = new ArrayList<>();
      for (Event call : of(life, Kind.CALL)) {
        double odd = dirt.nextDouble();
        int week = arrival(call.second());
        Line line =
            line(
                odd < 0.005 && week < settings.weeks() ? week + 1 : week,
                id(customer) + "-" + call.second() / 604_800 + "-" + call.number(),
                odd > 0.9997 ? null : id(customer),
                at(call, settings),
                odd > 0.9990 && odd < 0.9994 ? "n/a" : duration(call, odd),
                call.text());
        lines.add(line);
        if (odd > 0.5 && odd < 0.502) {
          lines.add(line);
        }
      }
      return lines;
    }

    private String duration(Event call, double odd) {
      return Long.toString(Math.round(odd > 0.9994 && odd < 0.9997 ? -call.value() : call.value()));
    }
  },
  INVOICES("invoice_id,customer_id,issued_at,amount") {
    @Override
    List<Line> lines(long customer, Life life, Settings settings) {
      return of(life, Kind.INVOICE).stream()
          .map(
              event ->
                  line(
                      arrival(event.second()),
                      id(customer) + "-i" + event.second() / 604_800,
                      id(customer),
                      at(event, settings),
                      money(event.value())))
          .toList();
    }
  },
  TICKETS("ticket_id,customer_id,opened_at,topic") {
    @Override
    List<Line> lines(long customer, Life life, Settings settings) {
      return of(life, Kind.TICKET).stream()
          .map(
              event ->
                  line(
                      arrival(event.second()),
                      id(customer) + "-t" + event.second() / 604_800 + "-" + event.number(),
                      id(customer),
                      at(event, settings),
                      event.text()))
          .toList();
    }
  },
  CANCELLATIONS("customer_id,cancelled_at,reason") {
    @Override
    List<Line> lines(long customer, Life life, Settings settings) {
      return of(life, Kind.CANCELLATION).stream()
          .map(
              event ->
                  line(arrival(event.second()), id(customer), at(event, settings), event.text()))
          .toList();
    }
  },
  TRUTH("customer_id,as_of,churn_probability") {
    @Override
    List<Line> lines(long customer, Life life, Settings settings) {
      List<Line> lines = new ArrayList<>();
      for (Truth truth : life.truths()) {
        if (truth.week() >= FIRST_TRUTH) {
          lines.add(
              line(
                  truth.week(),
                  id(customer),
                  settings.monday(truth.week()).toString(),
                  Double.toString(truth.probability())));
        }
      }
      return lines;
    }
  };

  /** The first week whose Monday has a truth. */
  static final int FIRST_TRUTH = 4;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final String header;

  Landing(String header) {
    this.header = header;
  }

  /**
   * A line and when it arrives.
   *
   * @param week it lies in the folder of this week's Monday: it arrived in the seven days before
   */
  record Line(int week, List<String> values) {}

  /** The columns, in order. */
  List<String> columns() {
    return List.of(header.split(","));
  }

  // Not List.of: a value may be missing.
  private static Line line(int week, String... values) {
    return new Line(week, Arrays.asList(values));
  }

  abstract List<Line> lines(long customer, Life life, Settings settings);

  /** The folder, and the name that problem files give the source. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<Event> of(Life life, Kind kind) {
    return life.events().stream().filter(event -> event.kind() == kind).toList();
  }

  private static int arrival(long second) {
    return Math.max(0, (int) Math.floorDiv(second, 604_800L) + 1);
  }

  private static String id(long customer) {
    // Not String.format: it reads its pattern anew for every line, and took half the time.
    String digits = Long.toString(customer);
    return "C" + "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  private static String at(Event event, Settings settings) {
    LocalDateTime at = settings.first().atStartOfDay().plusSeconds(event.second());
    return SECONDS.format(at);
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }

  private static SplittableRandom dirt(long customer, Settings settings) {
    return new SplittableRandom(~settings.seed() * 31 + customer);
  }
}
