/** delta-standalone as the second log engine: alone, and beside Kernel on one table. */
package io.deltaingest.delta.standalone;
