/** What any implementation of the table ports has to do; run here on the real ones. */
package io.deltaingest.delta.contract;
