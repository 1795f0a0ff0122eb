/**
 * The first command of the README: an embedded broker, sample data, the launcher's jar as a child
 * process, and a look at the table by readers that share no code with its writer. One thread walks
 * through it all; the broker runs in this process, the launcher in its own.
 */
package io.deltaingest.quickstart;
