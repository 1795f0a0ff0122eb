"""Makes the table of TakeoverIT: as kafka-delta-ingest 0.4 (Rust) leaves it.

    pip install deltalake==1.0.2 pyarrow==26.0.1
    python make_reference_table.py ../resources/reference-table

deltalake 1.0.2 is built on deltalake-core 0.26, the library of kafka-delta-ingest 0.4. Its Parquet
writer writes the data files and it writes the checkpoint, `_last_checkpoint` and cleans the log up.
Its Python API can't make a commit of the operation STREAMING UPDATE, so the entries are written here,
in the order and with the fields that deltalake-core 0.26 gives them:

- `txn` and `add` before `commitInfo`, nulls written out, no line feed after the last line, no id of
  the commit;
- `txn` only for partitions that were given messages, `version` the last offset done;
- `add.path` is `<column>=<value>/part-00000-<uuid>-c000.snappy.parquet`, a null's folder is
  `__HIVE_DEFAULT_PARTITION__`; the partition column is in the Parquet file as well;
- `stats` without partition columns in the bounds.

Partition 2 moved in the first commits only: its offset is nowhere but in the checkpoint, since the
entries before that are gone. Partition 3 never had a message, so that it has no offset.
"""

import json
import os
import shutil
import sys
import tempfile
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake

APP_ID = "web_requests"
VERSIONS = 13
CHECKPOINT = 10
ROWS = 6  # of each partition in each commit
LAST_MOVE = {0: VERSIONS, 1: VERSIONS, 2: 4}  # the last version in which a partition moved
START = datetime(2021, 3, 24, 23, 50, tzinfo=timezone.utc)
WITHOUT_TIME = (1, 7)  # partition and offset of a message from which no date can be derived

STRING = pa.string()
SCHEMA = pa.schema(
    [
        pa.field(
            "meta",
            pa.struct(
                [
                    pa.field("producer", pa.struct([pa.field("timestamp", STRING)])),
                    pa.field(
                        "kafka",
                        pa.struct(
                            [
                                pa.field("offset", pa.int64()),
                                pa.field("topic", STRING),
                                pa.field("partition", pa.int32()),
                            ]
                        ),
                    ),
                ]
            ),
        ),
        pa.field("method", STRING),
        pa.field("session_id", STRING),
        pa.field("status", pa.int32()),
        pa.field("url", STRING),
        pa.field("uuid", STRING),
        pa.field("date", STRING),
    ]
)


def delta_type(kind):
    if pa.types.is_struct(kind):
        return {"type": "struct", "fields": [delta_field(kind.field(i)) for i in range(kind.num_fields)]}
    return {pa.int64(): "long", pa.int32(): "integer", STRING: "string"}[kind]


def delta_field(field):
    return {"name": field.name, "type": delta_type(field.type), "nullable": True, "metadata": {}}


def row(partition, offset):
    time = START + timedelta(seconds=offset * 20 + partition)
    text = time.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    if (partition, offset) == WITHOUT_TIME:
        text = None
    return {
        "meta": {
            "producer": {"timestamp": text},
            "kafka": {"offset": offset, "topic": "web_requests", "partition": partition},
        },
        "method": "GET" if offset % 3 else "POST",
        "session_id": None if offset % 7 == 3 else str(uuid.uuid5(uuid.NAMESPACE_URL, f"s{offset // 5}")),
        "status": 404 if offset % 11 == 5 else 200,
        "url": f"http://www.example.com/{offset}",
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{partition}/{offset}")),
        "date": text and text[:10],
    }


def statistics(rows):
    minimum, maximum, nulls = {}, {}, {}

    def visit(values, kind, name, low, high, null):
        if pa.types.is_struct(kind):
            low[name], high[name], null[name] = {}, {}, {}
            for i in range(kind.num_fields):
                child = kind.field(i)
                visit([v[child.name] for v in values], child.type, child.name, low[name], high[name], null[name])
            return
        known = [v for v in values if v is not None]
        null[name] = len(values) - len(known)
        if known:
            low[name], high[name] = min(known), max(known)

    for field in SCHEMA:
        if field.name != "date":
            visit([r[field.name] for r in rows], field.type, field.name, minimum, maximum, nulls)
    return {"numRecords": len(rows), "minValues": minimum, "maxValues": maximum, "nullCount": nulls}


def data_file(table, rows, date, version, millis):
    """Writes one file with all columns, the partition column too; returns its `add`."""
    name = f"part-00000-{uuid.uuid5(uuid.NAMESPACE_URL, f'{version}/{date}')}-c000.snappy.parquet"
    path = f"date={date or '__HIVE_DEFAULT_PARTITION__'}/{name}"
    target = table / path
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as side:
        write_deltalake(
            side,
            pa.Table.from_pylist(rows, schema=SCHEMA),
            writer_properties=WriterProperties(compression="SNAPPY"),
        )
        (written,) = Path(side).glob("*.parquet")
        shutil.copyfile(written, target)
    return {
        "path": path,
        "partitionValues": {"date": date},
        "size": target.stat().st_size,
        "modificationTime": millis,
        "dataChange": True,
        "stats": json.dumps(statistics(rows), separators=(",", ":")),
        "tags": None,
        "deletionVector": None,
        "baseRowId": None,
        "defaultRowCommitVersion": None,
        "clusteringProvider": None,
    }


def write_entry(table, version, actions):
    lines = [json.dumps(action, separators=(",", ":")) for action in actions]
    (table / "_delta_log" / f"{version:020}.json").write_text("\n".join(lines))


def create(table):
    (table / "_delta_log").mkdir(parents=True)
    millis = int(START.timestamp() * 1000)
    write_entry(
        table,
        0,
        [
            {
                "commitInfo": {
                    "timestamp": millis,
                    "operation": "CREATE TABLE",
                    "operationParameters": {
                        "isManaged": "false",
                        "description": None,
                        "partitionBy": '["date"]',
                        "properties": "{}",
                    },
                    "isBlindAppend": True,
                }
            },
            {"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}},
            {
                "metaData": {
                    "id": "6e2b1f4c-52f0-4f0e-9a52-0d5c8f0a7d11",
                    "format": {"provider": "parquet", "options": {}},
                    "schemaString": json.dumps(
                        {"type": "struct", "fields": [delta_field(f) for f in SCHEMA]}, separators=(",", ":")
                    ),
                    "partitionColumns": ["date"],
                    "configuration": {},
                    "createdTime": millis,
                }
            },
        ],
    )


def commit(table, version):
    millis = int(START.timestamp() * 1000) + version * 60_000
    by_date, actions = {}, []
    for partition, last_move in LAST_MOVE.items():
        if version <= last_move:
            for offset in range((version - 1) * ROWS, version * ROWS):
                message = row(partition, offset)
                by_date.setdefault(message["date"], []).append(message)
            actions.append(
                {"txn": {"appId": f"{APP_ID}-{partition}", "version": version * ROWS - 1, "lastUpdated": millis}}
            )
    for date, rows in by_date.items():
        actions.append({"add": data_file(table, rows, date, version, millis)})
    actions.append(
        {
            "commitInfo": {
                "timestamp": millis,
                "operation": "STREAMING UPDATE",
                "operationParameters": {"outputMode": "Append", "queryId": APP_ID, "epochId": str(millis)},
                "clientVersion": "delta-rs.0.26.0",
            }
        }
    )
    write_entry(table, version, actions)


def checkpoint(table):
    """What `--checkpoints` of the reference does after version 10; the log is past its retention."""
    delta = DeltaTable(table)
    delta.create_checkpoint()
    for entry in (table / "_delta_log").glob("*.json"):
        os.utime(entry, (START.timestamp(), START.timestamp()))
    delta.cleanup_metadata()


def main(target):
    table = Path(target)
    shutil.rmtree(table, ignore_errors=True)
    create(table)
    for version in range(1, VERSIONS + 1):
        commit(table, version)
        if version == CHECKPOINT:
            checkpoint(table)


if __name__ == "__main__":
    main(sys.argv[1])
