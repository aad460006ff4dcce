package dev.holdfast.problem;

/** Reads the block {@code training.search}. */
final class SearchReader {
  private static final int MOST = 1_000_000;

  private final Defaults defaults;
  private final int seed;

  /** The methods, as {@code method} names them. */
  private enum Method {
    GRID,
    RANDOM,
    HALVING,
    BAYESIAN
  }

  /**
   * @param seed of the training, for a search that names none
   */
  SearchReader(Defaults defaults, int seed) {
    this.defaults = defaults;
    this.seed = seed;
  }

  Search read(Block stated) {
    return switch (Texts.choice(stated, "method", Method.class)) {
      case GRID -> ended(stated, new Search.EveryPoint());
      case RANDOM -> ended(stated, new Search.AtRandom(candidates(stated), seed(stated)));
      case HALVING -> halving(stated.withDefaults(defaults.of("search-halving")));
      case BAYESIAN -> bayesian(stated.withDefaults(defaults.of("search-bayesian")));
    };
  }

  private Search halving(Block block) {
    return ended(
        block,
        new Search.Halving(
            candidates(block),
            Texts.integer(block, "reduction", 2, 10),
            Texts.integer(block, "rungs", 2, 6),
            seed(block)));
  }

  private Search bayesian(Block block) {
    return ended(
        block,
        new Search.Bayesian(
            candidates(block), Texts.integer(block, "batch", 1, 1000), seed(block)));
  }

  private static Search ended(Block block, Search search) {
    block.has("method");
    block.noMore();
    return search;
  }

  private static int candidates(Block block) {
    return Texts.integer(block, "candidates", 1, MOST);
  }

  private long seed(Block block) {
    return Texts.optionalInteger(block, "seed", 0, Integer.MAX_VALUE).orElse(seed);
  }
}
