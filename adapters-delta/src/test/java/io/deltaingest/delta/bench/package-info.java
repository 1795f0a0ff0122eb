/** Programs that measure the module; not tests. Run them with the test class path. */
package io.deltaingest.delta.bench;
