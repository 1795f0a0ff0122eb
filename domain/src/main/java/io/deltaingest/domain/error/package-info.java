/** Failures by what the caller may do, each with problem, cause and remedy. */
package io.deltaingest.domain.error;
