package io.deltaingest.delta.fault;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of {@link FaultyFileSystem}. */
final class FaultyProvider extends FileSystemProvider {

  private final FileSystemProvider real;
  private final Faults faults;
  private final FaultyFileSystem system;

  FaultyProvider(FileSystemProvider real, Faults faults, FaultyFileSystem system) {
    this.real = real;
    this.faults = faults;
    this.system = system;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Faults.Call call =
        options.contains(StandardOpenOption.CREATE_NEW) ? Faults.Call.CREATE : Faults.Call.OPEN;
    Path target = FaultyPath.real(path);
    Faults.Moment fate = faults.next(call);
    if (fate == Faults.Moment.AFTER) {
      // Nobody gets the open file.
      real.newFileChannel(target, options, attributes).close();
      fate = Faults.Moment.BEFORE;
    }
    return faults.at(
        fate,
        target.toString(),
        () ->
            new FaultyChannel(
                real.newFileChannel(target, options, attributes),
                faults,
                Files.isDirectory(target)));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries =
        faults.at(
            Faults.Call.LIST,
            folder.toString(),
            () -> {
              List<Path> found = new ArrayList<>();
              try (DirectoryStream<Path> stream =
                  real.newDirectoryStream(FaultyPath.real(folder), entry -> true)) {
                for (Path entry : stream) {
                  Path wrapped = new FaultyPath(system, entry);
                  if (filter.accept(wrapped)) {
                    found.add(wrapped);
                  }
                }
              }
              return found;
            });
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    act(Faults.Call.MAKE_FOLDER, folder, path -> real.createDirectory(path, attributes));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    act(Faults.Call.LINK, link, path -> real.createLink(path, FaultyPath.real(existing)));
  }

  @Override
  public void delete(Path path) throws IOException {
    act(Faults.Call.DELETE, path, real::delete);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    act(Faults.Call.RENAME, target, path -> real.move(FaultyPath.real(source), path, options));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    act(Faults.Call.STAT, path, target -> real.checkAccess(target, modes));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    Path target = FaultyPath.real(path);
    return faults.at(
        Faults.Call.STAT, target.toString(), () -> real.readAttributes(target, type, options));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    Path target = FaultyPath.real(path);
    return faults.at(
        Faults.Call.STAT, target.toString(), () -> real.readAttributes(target, names, options));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(FaultyPath.real(path), FaultyPath.real(other));
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(FaultyPath.real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(FaultyPath.real(path));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(FaultyPath.real(path), type, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(FaultyPath.real(path), attribute, value, options);
  }

  /** A call without a result. */
  private interface Action {
    void on(Path path) throws IOException;
  }

  private void act(Faults.Call call, Path path, Action action) throws IOException {
    Path target = FaultyPath.real(path);
    faults.at(
        call,
        target.toString(),
        () -> {
          action.on(target);
          return null;
        });
  }
}
