package io.deltaingest.registry;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/** Takes a response's body up to a size, and fails with {@link TooLarge} beyond it. */
record BoundedBody(int maxBytes) implements BodyCodec<Buffer> {

  /** A schema takes kilobytes; this is what no honest answer reaches. */
  static final BoundedBody TEN_MEGABYTES = new BoundedBody(10 * 1024 * 1024);

  @Override
  public BodyStream<Buffer> stream() {
    return new Body(maxBytes);
  }

  /** The response is larger than what is taken. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge(int maxBytes) {
      super("more than " + maxBytes + " bytes", null, false, false);
    }
  }

  private static final class Body implements BodyStream<Buffer> {
    private final int maxBytes;
    private final Buffer content = Buffer.buffer();
    private final Promise<Buffer> result = Promise.promise();

    Body(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public Future<Buffer> result() {
      return result.future();
    }

    @Override
    public Future<Void> write(Buffer part) {
      if (content.length() + part.length() > maxBytes) {
        TooLarge failure = new TooLarge(maxBytes);
        result.tryFail(failure);
        return Future.failedFuture(failure);
      }
      content.appendBuffer(part);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      result.tryComplete(content);
      return Future.succeededFuture();
    }

    @Override
    public void handle(Throwable failure) {
      result.tryFail(failure);
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public Body exceptionHandler(Handler<Throwable> handler) {
      return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
      return this;
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
      return this;
    }
  }
}
