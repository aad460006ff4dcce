package dev.holdfast.ingestion;

import java.util.List;

/**
 * A file of a batch.
 *
 * @param length in bytes
 */
record LandedFile(String path, long length) {

  static List<String> paths(List<LandedFile> files) {
    return files.stream().map(LandedFile::path).toList();
  }

  static long bytes(List<LandedFile> files) {
    return files.stream().mapToLong(LandedFile::length).sum();
  }
}
