package io.deltaingest.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deltaingest.domain.stream.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class SharedAdminsTest {

  private final SharedAdmins admins = new SharedAdmins();

  @Test
  void shouldShareAClientAmongGroupsAndWorkersOfTheSameSettings() {
    try (SharedAdmins.Lease one = admins.lease(settings("group-1", 0, Map.of()));
        SharedAdmins.Lease two = admins.lease(settings("group-2", 1, Map.of()));
        SharedAdmins.Lease other =
            admins.lease(settings("group-1", 0, Map.of("metadata.max.age.ms", "70000")))) {
      Admin first = clientOf(one);

      assertThat(clientOf(two)).isSameAs(first);
      assertThat(clientOf(other)).isNotSameAs(first);
    }
  }

  @Test
  void shouldOpenANewClientAfterAFailureAndCloseTheOldOne() {
    try (SharedAdmins.Lease lease = admins.lease(settings("group", 0, Map.of()))) {
      Admin first = clientOf(lease);

      fail(lease);

      assertThat(clientOf(lease)).isNotSameAs(first);
      assertClosed(first);
    }
  }

  @Test
  void shouldKeepAClientThatFailedForOneWhileAnotherAsksIt() throws Exception {
    try (SharedAdmins.Lease one = admins.lease(settings("group", 0, Map.of()));
        SharedAdmins.Lease two = admins.lease(settings("group", 0, Map.of()))) {
      String cluster =
          one.<String, Exception>ask(
              admin -> {
                fail(two);
                return admin.describeCluster().clusterId().get(10, SECONDS);
              });

      assertThat(cluster).isNotBlank();
    }
  }

  @Test
  void shouldCloseTheClientWithItsLastLease() {
    SharedAdmins.Lease one = admins.lease(settings("group", 0, Map.of()));
    SharedAdmins.Lease two = admins.lease(settings("group", 0, Map.of()));
    Admin shared = clientOf(one);

    one.close();
    one.close();
    assertThat(clientOf(two)).isSameAs(shared);
    two.close();

    assertClosed(shared);
    try (SharedAdmins.Lease three = admins.lease(settings("group", 0, Map.of()))) {
      assertThat(clientOf(three)).isNotSameAs(shared);
    }
  }

  private static Admin clientOf(SharedAdmins.Lease lease) {
    return lease.ask(admin -> admin);
  }

  private static void fail(SharedAdmins.Lease lease) {
    assertThatThrownBy(
            () ->
                lease.ask(
                    admin -> {
                      throw new IllegalStateException("no answer");
                    }))
        .hasMessage("no answer");
  }

  private static void assertClosed(Admin admin) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> admin.describeCluster().clusterId().get(1, SECONDS))
                    .hasMessageContaining("AdminClient is closing"));
  }

  private static ClientSettings settings(String group, int worker, Map<String, String> written) {
    return KafkaSettingsTranslator.translate(
        Broker.address(), KafkaSettings.of(written), new GroupMember(group, "topic", worker, 2));
  }
}
