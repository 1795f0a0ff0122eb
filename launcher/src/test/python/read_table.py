"""Reads a Delta table by another engine and prints what it saw, for PeerReadersIT.

Standard input: {"engine": "delta-rs" | "duckdb", "table": path, "key": column,
"filters": [SQL conditions], "appIds": [transaction ids]}. Standard output: one JSON object,

- `version`: of the table;
- `rows`: all of them in the order of the key column, values in one form for all engines: decimals, dates and
  times as text (UTC, microseconds; `Z` behind a moment), binary as base64, maps as objects;
- `filtered`: for each filter the keys of the rows that it gives;
- `filesRead`: for each filter how many files were left after those were skipped whose partition or
  statistics rule them out;
- `files`: how many the table has;
- `txns`: for each transaction id its version, or null (delta-rs only).
"""

import base64
import json
import re
import sys
from datetime import timezone

import pyarrow as pa


def main():
    request = json.load(sys.stdin)
    reader = {"delta-rs": DeltaRs, "duckdb": DuckDb}[request["engine"]](request["table"])
    key = request["key"]
    answer = {
        "version": reader.version(),
        "rows": sorted(canonical_rows(reader.read()), key=lambda row: row[key]),
        "filtered": [
            sorted(reader.read(condition).column(key).to_pylist()) for condition in request["filters"]
        ],
        "filesRead": [reader.files_read(condition) for condition in request["filters"]],
        "files": reader.files(),
        "txns": {app_id: reader.txn(app_id) for app_id in request["appIds"]},
    }
    json.dump(answer, sys.stdout, ensure_ascii=True)


class DeltaRs:
    def __init__(self, path):
        from deltalake import DeltaTable, QueryBuilder

        self.table = DeltaTable(path)
        self.queries = QueryBuilder().register("t", self.table)

    def version(self):
        return self.table.version()

    def txn(self, app_id):
        return self.table.transaction_version(app_id)

    def files(self):
        return len(self.table.file_uris())

    def read(self, condition="true"):
        return pa.table(self.queries.execute(f"SELECT * FROM t WHERE {condition}").read_all())

    def files_read(self, condition):
        plan = pa.table(self.queries.execute(f"EXPLAIN ANALYZE SELECT * FROM t WHERE {condition}").read_all())
        opened = re.search(r"files_ranges_pruned_statistics=(\d+) total", str(plan.to_pylist()))
        return int(opened.group(1)) if opened else 0


class DuckDb:
    def __init__(self, path):
        from pathlib import Path

        import duckdb
        import duckdb_extension_delta

        self.path = path.replace("'", "''")
        self.connection = duckdb.connect()
        (version,) = self.connection.sql("PRAGMA version").fetchone()[:1]
        folder = Path(duckdb_extension_delta.__file__).parent / "extensions" / version
        self.connection.sql(f"LOAD '{folder / 'delta.duckdb_extension'}'")
        self.connection.sql("SET TimeZone = 'UTC'")

    def version(self):
        return None

    def txn(self, app_id):
        return None

    def files(self):
        query = f"SELECT count(DISTINCT filename) FROM delta_scan('{self.path}', filename = true)"
        return self.connection.sql(query).fetchone()[0]

    def read(self, condition="true"):
        query = f"SELECT * FROM delta_scan('{self.path}') WHERE {condition}"
        return self.connection.sql(query).to_arrow_table()

    def files_read(self, condition):
        query = f"EXPLAIN ANALYZE SELECT * FROM delta_scan('{self.path}') WHERE {condition}"
        text = self.connection.sql(query).fetchall()[0][1]
        scanned = re.search(r"Scanning\s+Files:[\s│]*(\d+)/\d+", text)
        return int(scanned.group(1)) if scanned else self.files()


def canonical_rows(table):
    types = {field.name: field.type for field in table.schema}
    return [{name: canonical(value, types[name]) for name, value in row.items()} for row in table.to_pylist()]


def canonical(value, kind):
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return {field.name: canonical(value[field.name], field.type) for field in kind}
    if pa.types.is_map(kind):
        return {key: canonical(item, kind.item_type) for key, item in value}
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_list_view(kind):
        return [canonical(item, kind.value_type) for item in value]
    if pa.types.is_dictionary(kind):
        return canonical(value, kind.value_type)
    if pa.types.is_decimal(kind):
        return format(value, "f")
    if pa.types.is_timestamp(kind):
        if kind.tz is None:
            return value.isoformat(timespec="microseconds")
        return value.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    if pa.types.is_date(kind):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


if __name__ == "__main__":
    main()
