/** What the module's tests share: filling row batches, reading logs, a second engine. */
package io.deltaingest.delta.support;
