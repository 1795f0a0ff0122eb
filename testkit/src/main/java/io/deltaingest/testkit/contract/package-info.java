/**
 * What the ports promise, as abstract test classes: a subclass says how to make the thing, and is
 * then a suite for it. Fakes and real adapters pass the same ones.
 */
package io.deltaingest.testkit.contract;
