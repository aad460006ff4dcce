package dev.holdfast.table;

/**
 * What the rows of the spine turned out to be: the columns of {@link FeaturesTable#key}, {@link
 * #LABEL} and {@link #MATURE_ON}. Only days whose horizon has passed have rows.
 */
public final class LabelsTable {
  /** 1 for a positive row, 0 for any other (INT). */
  public static final String LABEL = "label";

  /** The first day on which the label was known (DATE). */
  public static final String MATURE_ON = "mature_on";

  private LabelsTable() {}
}
