package io.deltaingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltaingest.domain.error.ConfigurationException;
import io.deltaingest.domain.error.TransientException;
import io.deltaingest.domain.port.SchemaRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A registry of several URLs. */
class ReplicasTest {

  private static final String SCHEMA = "\"int\"";

  @RegisterExtension private final RegistryFixture fixture = new RegistryFixture();

  @Test
  void shouldStayWithTheUrlThatAnswered() {
    StubRegistry ill = fixture.stub(StubRegistry.failing(503));
    StubRegistry well = fixture.stub(StubRegistry.having(SCHEMA));
    SchemaRegistry registry = fixture.client(Configs.at(ill.url(), well.url()));

    assertThat(registry.byId(1)).isPresent();
    ill.behave(StubRegistry.having(SCHEMA));
    for (int id = 2; id < 10; id++) {
      assertThat(registry.byId(id)).isPresent();
    }

    assertThat(ill.asked()).hasSize(1);
    assertThat(well.asked()).hasSize(9);
  }

  @Test
  void shouldReturnToAnotherUrlWhenTheOneItHasFails() {
    StubRegistry first = fixture.stub(StubRegistry.having(SCHEMA));
    StubRegistry second = fixture.stub(StubRegistry.having(SCHEMA));
    SchemaRegistry registry = fixture.client(Configs.at(first.url(), second.url()));
    assertThat(registry.byId(1)).isPresent();

    first.close();

    assertThat(registry.byId(2)).isPresent();
    assertThat(second.asked()).containsExactly("/schemas/ids/2");
  }

  @Test
  void shouldAskEveryUrlBeforeItSaysThatAnIdIsUnknown() {
    StubRegistry lagging = fixture.stub(StubRegistry.knowingNothing());
    StubRegistry leading = fixture.stub(StubRegistry.having(SCHEMA));

    assertThat(fixture.client(Configs.at(lagging.url(), leading.url())).byId(7)).isPresent();

    leading.behave(StubRegistry.knowingNothing());
    assertThat(fixture.client(Configs.at(lagging.url(), leading.url())).byId(8)).isEmpty();
  }

  @Test
  void shouldNotSayThatAnIdIsUnknownWhileAUrlIsSilent() {
    StubRegistry knowing = fixture.stub(StubRegistry.knowingNothing());
    StubRegistry silent = fixture.stub(StubRegistry.failing(503));

    assertThatThrownBy(() -> fixture.client(Configs.at(knowing.url(), silent.url())).byId(7))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining(silent.url() + " answered 503")
        .hasMessageContaining("The other URLs do not have it, but this one might");
  }

  @Test
  void shouldRefuseOnlyWhenAllUrlsDo() {
    StubRegistry first = fixture.stub(StubRegistry.failing(401));
    StubRegistry second = fixture.stub(StubRegistry.having(SCHEMA));
    SchemaRegistry registry = fixture.client(Configs.at(first.url(), second.url()));

    assertThat(registry.byId(1)).isPresent();

    second.behave(StubRegistry.failing(500));
    assertThatThrownBy(() -> registry.byId(2))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("refuses access")
        .hasMessageContaining("500");
  }

  @Test
  void shouldRefuseWhenAllUrlsDo() {
    StubRegistry first = fixture.stub(StubRegistry.failing(401));
    StubRegistry second = fixture.stub(StubRegistry.failing(403));

    assertThatThrownBy(() -> fixture.client(Configs.at(first.url(), second.url())).byId(1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(first.url().toString());
  }
}
