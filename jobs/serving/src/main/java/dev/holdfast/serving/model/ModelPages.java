package dev.holdfast.serving.model;

import java.util.Optional;

/** Model cards as HTML pages for people, where somebody made them. */
@FunctionalInterface
public interface ModelPages {

  /** The page of a model version, in UTF-8. */
  Optional<byte[]> page(int version);

  /** Where nobody made any. */
  static ModelPages none() {
    return version -> Optional.empty();
  }
}
