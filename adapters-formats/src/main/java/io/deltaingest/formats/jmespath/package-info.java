/**
 * JMESPath over a decoded message: the interpreter, this project's functions, and the shapes of
 * expressions that need no interpreter.
 *
 * <p>Numbers are kept exactly, with the message's own digits. Compiled expressions are immutable
 * and shared between threads; searching one allocates.
 */
package io.deltaingest.formats.jmespath;
