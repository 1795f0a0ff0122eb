"""Encodes rows as messages by libraries that share nothing with ours, for FormatsIT.

Standard input: {"schema": an Avro record, "schemaId": of it in a registry, "rows": [objects in the form of
TypedRows]}. Standard output: for each encoding its messages as base64: `datum`, `wire` (Confluent's), `soe`
(single-object encoding), `container` (one of each row, compressed or not by turns), `json`, and that compressed:
`gzip`, `zstd`, `lz4`, `snappy`.
"""

import base64
import gzip
import io
import json
import struct
import sys
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

import cramjam
import fastavro

CODECS = ["null", "deflate", "snappy"]


def main():
    request = json.load(sys.stdin)
    schema = fastavro.parse_schema(request["schema"])
    wire_header = struct.pack(">bI", 0, request["schemaId"])
    canonical = fastavro.schema.to_parsing_canonical_form(request["schema"])
    fingerprint = fastavro.schema.fingerprint(canonical, "CRC-64-AVRO")
    soe_header = b"\xc3\x01" + bytes.fromhex(fingerprint)
    answer = {}

    def add(encoding, message):
        answer.setdefault(encoding, []).append(base64.b64encode(bytes(message)).decode())

    for index, row in enumerate(request["rows"]):
        record = native(row)
        out = io.BytesIO()
        fastavro.schemaless_writer(out, schema, record)
        datum = out.getvalue()
        add("datum", datum)
        add("wire", wire_header + datum)
        add("soe", soe_header + datum)
        container = io.BytesIO()
        fastavro.writer(container, schema, [record], codec=CODECS[index % len(CODECS)])
        add("container", container.getvalue())
        text = json.dumps(row).encode()
        add("json", text)
        add("gzip", gzip.compress(text))
        add("zstd", cramjam.zstd.compress(text))
        add("lz4", cramjam.lz4.compress(text))
        add("snappy", cramjam.snappy.compress(text))
    json.dump(answer, sys.stdout)


def native(row):
    """The values of a row as Python's own types."""
    record = dict(row)
    record["payload"] = base64.b64decode(row["payload"])
    record["day"] = date.fromisoformat(row["day"])
    for column in ("at_millis", "at_micros"):
        record[column] = datetime.fromisoformat(row[column])
    record["clock"] = (datetime.min + timedelta(milliseconds=row["clock"])).time()
    for column in ("amount", "price"):
        record[column] = Decimal(row[column])
    record["token"] = uuid.UUID(row["token"])
    if row["either"] is not None and row["either"].isdigit():
        record["either"] = int(row["either"])
    return record


if __name__ == "__main__":
    main()
