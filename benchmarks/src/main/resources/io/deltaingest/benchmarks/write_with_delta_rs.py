"""Writes rows by delta-rs that this project wrote, file by file: python write_with_delta_rs.py SOURCE TARGET

SOURCE is a folder with the data files of a Delta table partitioned by `date`; TARGET becomes such a table. Standard
input has the paths of the files, one a line. Each becomes one append to TARGET, with Snappy and what else delta-rs'
writer has by default. Needs deltalake 1.0 or newer and pyarrow.
"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import WriterProperties, write_deltalake


def main():
    source, target = sys.argv[1:]
    for path in sys.stdin.read().splitlines():
        rows = pq.ParquetFile(Path(source, path)).read()
        date = Path(path).parent.name.split("=", 1)[1]
        rows = rows.append_column("date", pa.array([date] * rows.num_rows, pa.string()))
        write_deltalake(
            target,
            rows,
            mode="append",
            partition_by=["date"],
            target_file_size=4 << 30,
            writer_properties=WriterProperties(compression="SNAPPY"),
        )


if __name__ == "__main__":
    main()
