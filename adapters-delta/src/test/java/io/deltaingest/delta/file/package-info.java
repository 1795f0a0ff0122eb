/** Tests of the Parquet files that we write, read back by DuckDB. */
package io.deltaingest.delta.file;
