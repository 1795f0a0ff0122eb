/**
 * Holds the documentation to the program: links resolve, tables name what there is, and the
 * README's commands run. Documents are read from the repository; nothing is written to it.
 */
package io.deltaingest.launcher.docs;
