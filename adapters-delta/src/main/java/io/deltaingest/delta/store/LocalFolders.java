package io.deltaingest.delta.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Folders of a local file system: what they list is durable only when they are synced themselves.
 */
final class LocalFolders {

  private LocalFolders() {}

  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes the folder and its missing ancestors, each durable in its parent. */
  static void create(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path at = folder;
    while (at != null && !Files.isDirectory(at)) {
      missing.push(at);
      at = at.getParent();
    }
    Files.createDirectories(folder);
    for (Path made : missing) {
      if (made.getParent() != null) {
        sync(made.getParent());
      }
    }
  }
}
