package io.deltaingest.testkit.fake;

class EagerFakeMessageSourceContractTest extends FakeMessageSourceContractTest {

  @Override
  FakeGroup newGroup(FakeTopic topic) {
    FakeGroup group = super.newGroup(topic);
    group.eager();
    return group;
  }
}
