package dev.holdfast.scoring.alert;

import java.util.List;

/** Takes alerts; each may come again, with the same key. */
public sealed interface Receiver extends AutoCloseable permits Webhook, AlertFiles {

  /** Tells some alerts, and says what came of each. */
  List<Attempt> tell(List<Alert> alerts);

  @Override
  void close();
}
