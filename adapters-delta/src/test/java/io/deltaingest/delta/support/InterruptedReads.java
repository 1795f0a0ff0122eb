package io.deltaingest.delta.support;

import io.deltaingest.delta.store.LogStorage;
import io.deltaingest.delta.store.TableStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A table's storage where something happens just after a certain file of the log was read. */
public final class InterruptedReads {

  private InterruptedReads() {}

  /**
   * The storage, but for that file.
   *
   * @param file in the log folder
   * @param work done whenever it was read
   */
  public static TableStorage of(TableStorage storage, String file, Runnable work) {
    LogStorage log =
        over(
            LogStorage.class,
            (method, arguments) -> {
              Object result = call(method, storage.log(), arguments);
              if (method.getName().equals("read") && arguments[0].equals(file)) {
                work.run();
              }
              return result;
            });
    return over(
        TableStorage.class,
        (method, arguments) ->
            method.getName().equals("log") ? log : call(method, storage, arguments));
  }

  private interface Call {
    Object run(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T over(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.run(method, arguments)));
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
