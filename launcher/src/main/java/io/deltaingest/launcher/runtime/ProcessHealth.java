package io.deltaingest.launcher.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What has died in this process that only a restart of it heals. Thread-safe. */
final class ProcessHealth {

  private final List<String> beyondRepair = new CopyOnWriteArrayList<>();

  /** A worker died of an error of the virtual machine, such as the lack of memory. */
  void workerDied(String stream, int worker, VirtualMachineError error) {
    beyondRepair.add("Worker " + worker + " of stream " + stream + " died: " + error);
  }

  /** One short sentence each, oldest first. */
  List<String> beyondRepair() {
    return List.copyOf(beyondRepair);
  }
}
