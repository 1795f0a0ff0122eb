/** The program: command line, configuration and wiring. */
package io.deltaingest.launcher;
