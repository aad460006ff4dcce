package dev.holdfast.card;

import java.util.List;

/**
 * A section of the page.
 *
 * @param lead what a reader should take from it, in one or two sentences
 */
public record Section(String title, String lead, List<Block> blocks) {
  public Section {
    blocks = List.copyOf(blocks);
  }
}
