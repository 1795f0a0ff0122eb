/**
 * What the program was told, as immutable records, and how it is read: a strict JSON reader that
 * finds every problem in one go, references to secrets kept elsewhere, and the rules that more than
 * one stream must keep.
 *
 * <p>Everything here is immutable or used by one thread during a call; nothing waits but for the
 * files that a {@code ${file:PATH}} names.
 */
package io.deltaingest.launcher.config;
