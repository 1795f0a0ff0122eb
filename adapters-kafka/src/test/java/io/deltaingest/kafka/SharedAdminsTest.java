package io.deltaingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static java.util.concurrent.TimeUnit.SECONDS;
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
      Admin first = one.ask(admin -> admin);

      assertThat(two.ask(admin -> admin)).isSameAs(first);
      assertThat(other.ask(admin -> admin)).isNotSameAs(first);
    }
  }

  @Test
  void shouldOpenANewClientAfterAFailureAndCloseTheOldOne() {
    try (SharedAdmins.Lease lease = admins.lease(settings("group", 0, Map.of()))) {
      Admin first = lease.ask(admin -> admin);

      assertThatThrownBy(
              () ->
                  lease.ask(
                      admin -> {
                        throw new IllegalStateException("no answer");
                      }))
          .hasMessage("no answer");

      assertThat(lease.ask(admin -> admin)).isNotSameAs(first);
      assertClosed(first);
    }
  }

  @Test
  void shouldKeepAClientThatFailedForOneWhileAnotherAsksIt() {
    try (SharedAdmins.Lease one = admins.lease(settings("group", 0, Map.of()));
        SharedAdmins.Lease two = admins.lease(settings("group", 0, Map.of()))) {
      one.ask(
          admin -> {
            assertThatThrownBy(
                    () ->
                        two.ask(
                            same -> {
                              throw new IllegalStateException("no answer");
                            }))
                .isInstanceOf(IllegalStateException.class);
            return assertThat(admin.describeCluster().clusterId().get(10, SECONDS)).isNotNull();
          });
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCloseTheClientWithItsLastLease() {
    SharedAdmins.Lease one = admins.lease(settings("group", 0, Map.of()));
    SharedAdmins.Lease two = admins.lease(settings("group", 0, Map.of()));
    Admin shared = one.ask(admin -> admin);

    one.close();
    one.close();
    assertThat(two.ask(admin -> admin)).isSameAs(shared);
    two.close();

    assertClosed(shared);
    try (SharedAdmins.Lease three = admins.lease(settings("group", 0, Map.of()))) {
      assertThat(three.ask(admin -> admin)).isNotSameAs(shared);
    }
  }

  private static void assertClosed(Admin admin) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> admin.describeCluster().clusterId().get(1, SECONDS))
                    .hasMessageContaining("The AdminClient thread"));
  }

  private static ClientSettings settings(String group, int worker, Map<String, String> written) {
    return KafkaSettingsTranslator.translate(
        Broker.address(), KafkaSettings.of(written), new GroupMember(group, "topic", worker, 2));
  }
}
