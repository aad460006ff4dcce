package dev.holdfast.table;

/**
 * The paths of {@link Tables}, for who reads them without Spark.
 *
 * @param root root folder of all tables
 * @param problem the problem's name
 */
public record TablePlaces(String root, String problem) {

  /** Of the table {@link ScoresTable}. */
  public String scores() {
    return of("scores");
  }

  /** Of the table {@link ModelsTable}. */
  public String models() {
    return of("models");
  }

  /** Of the HTML page of a model version, where one was made. */
  public String card(int version) {
    return of("cards/model-%d.html".formatted(version));
  }

  String of(String below) {
    return root + "/" + problem + "/" + below;
  }
}
