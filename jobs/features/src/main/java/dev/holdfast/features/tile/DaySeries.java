package dev.holdfast.features.tile;

import java.util.Arrays;
import java.util.List;

/** Days of one key in ascending order, with the parts of each. */
public final class DaySeries {
  private int[] days = new int[Lane.FIRST_CAPACITY];
  private int size;
  private final Lane[] lanes;

  public DaySeries(List<Part> parts) {
    this.lanes = parts.stream().map(part -> part.type().lane()).toArray(Lane[]::new);
  }

  public int size() {
    return size;
  }

  /** A day as Spark counts them, from 1970-01-01. */
  public int day(int index) {
    return days[index];
  }

  public Lane lane(int part) {
    return lanes[part];
  }

  /** The index of the first day that is not before a day; {@link #size} if all are. */
  int indexOf(int day) {
    int found = Arrays.binarySearch(days, 0, size, day);
    return found >= 0 ? found : -found - 1;
  }

  /** Begins a day; a value for every lane must follow. */
  void addDay(int day) {
    if (size == days.length) {
      days = Arrays.copyOf(days, size * 2);
    }
    days[size++] = day;
  }

  /** Appends a day of another series of the same parts. */
  void addFrom(DaySeries other, int index) {
    addDay(other.days[index]);
    for (int part = 0; part < lanes.length; part++) {
      lanes[part].addFrom(other.lanes[part], index);
    }
  }

  public void clear() {
    size = 0;
    for (Lane lane : lanes) {
      lane.clear();
    }
  }
}
