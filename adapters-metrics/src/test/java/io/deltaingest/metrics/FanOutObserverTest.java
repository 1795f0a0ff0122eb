package io.deltaingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.commit.CommitReport;
import io.deltaingest.domain.port.IngestObserver;
import io.deltaingest.domain.port.IngestObserver.PollCounts;
import io.deltaingest.domain.port.Rejection;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FanOutObserverTest {

  private final List<String> heard = new ArrayList<>();

  @Test
  void shouldPassEveryCallToAllThoughOneFails() throws Exception {
    // given a failing observer between two that listen
    IngestObserver failing =
        observer(
            (method, arguments) -> {
              throw new IllegalStateException("always");
            });
    FanOutObserver all =
        new FanOutObserver(List.of(listening("first"), failing, listening("last")));
    List<Object> samples =
        List.of(
            new PollCounts(1, 2, 3, 8, 4, 5, 6, 7),
            new Rejection(Rejection.Stage.DECODE, "invalid-json", null, null, null, "detail"),
            new CommitReport(1, 2, 3, 4, 5, 6),
            Map.of(0, 1L),
            "text",
            17,
            18L,
            true);

    // when every method of the port is called
    for (Method method : IngestObserver.class.getMethods()) {
      heard.clear();
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(type -> sample(samples, type)).toArray();
      method.invoke(all, arguments);

      // then both heard it with its arguments
      String call = method.getName() + Arrays.toString(arguments);
      assertThat(heard).as(call).containsExactly("first " + call, "last " + call);
    }
  }

  @Test
  void shouldCloseThoseThatCanBeClosed() {
    // given
    FanOutObserver all =
        new FanOutObserver(
            List.of(
                closeable(
                    () -> {
                      throw new IllegalStateException("always");
                    }),
                IngestObserver.NONE,
                closeable(() -> heard.add("closed"))));

    // when
    all.close();

    // then
    assertThat(heard).containsExactly("closed");
  }

  @Test
  void shouldNotHideAnError() {
    FanOutObserver all =
        new FanOutObserver(
            List.of(
                observer(
                    (method, arguments) -> {
                      throw new OutOfMemoryError("none left");
                    })));

    assertThatThrownBy(all::commitStarted).isInstanceOf(OutOfMemoryError.class);
  }

  private static Object sample(List<Object> samples, Class<?> type) {
    Class<?> boxed =
        type == int.class
            ? Integer.class
            : type == long.class ? Long.class : type == boolean.class ? Boolean.class : type;
    return samples.stream().filter(boxed::isInstance).findFirst().orElseThrow();
  }

  private IngestObserver listening(String name) {
    return observer(
        (method, arguments) ->
            heard.add(name + " " + method.getName() + Arrays.toString(arguments)));
  }

  private interface Call {
    void on(Method method, Object[] arguments);
  }

  private static IngestObserver observer(Call call) {
    return (IngestObserver)
        Proxy.newProxyInstance(
            FanOutObserverTest.class.getClassLoader(),
            new Class<?>[] {IngestObserver.class},
            (proxy, method, arguments) -> {
              call.on(method, arguments == null ? new Object[0] : arguments);
              return null;
            });
  }

  private static WorkerObserver closeable(Runnable onClose) {
    return new WorkerObserver() {
      @Override
      public void close() {
        onClose.run();
      }
    };
  }
}
