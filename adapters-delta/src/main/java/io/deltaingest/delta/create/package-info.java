/**
 * Making a table where there is none: version 0. Called before a stream starts, on any thread that
 * may block.
 */
package io.deltaingest.delta.create;
