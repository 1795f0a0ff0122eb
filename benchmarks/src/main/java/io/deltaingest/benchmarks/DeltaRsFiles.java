package io.deltaingest.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The same rows in files of delta-rs, which the reference writes its files with. */
final class DeltaRsFiles {

  private static final String SCRIPT = "write_with_delta_rs.py";

  private DeltaRsFiles() {}

  /**
   * Writes each file once more.
   *
   * @param python has deltalake and pyarrow
   * @param work for the script
   * @param target becomes a table
   * @return the new files
   * @throws IllegalStateException when Python or one of its packages is not there
   */
  static List<Path> write(Path python, Path work, Path source, List<String> files, Path target)
      throws IOException, InterruptedException {
    Path script = work.resolve(SCRIPT);
    try (InputStream in = DeltaRsFiles.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, script);
    }
    Path input = Files.write(work.resolve(SCRIPT + ".files"), files);
    Path output = work.resolve(SCRIPT + ".log");
    Process process =
        new ProcessBuilder(
                python.toString(), script.toString(), source.toString(), target.toString())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          python
              + " did not write with delta-rs; it needs the packages deltalake and pyarrow:\n"
              + Files.readString(output));
    }
    try (Stream<Path> all = Files.walk(target)) {
      return all.filter(DeltaRsFiles::isData).sorted().toList();
    }
  }

  private static boolean isData(Path file) {
    return file.toString().endsWith(".parquet") && !file.toString().contains("_delta_log");
  }
}
