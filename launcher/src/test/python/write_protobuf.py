"""Compiles a .proto file and encodes messages of it by libraries that share nothing with ours, for ProtobufIT.

Standard input: {"proto": the file's text, "batches": [{"type": a full name, "indexes": [where it is in the file],
"schemaId": of the file in a registry, "messages": [objects in Protobuf's JSON]}]}. Standard output:
{"set": a descriptor set as base64, "batches": [{"bare": [base64], "wire": [base64]}]}.
"""

import base64
import json
import struct
import sys
import tempfile
from importlib import resources
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_tools import protoc


def main():
    request = json.load(sys.stdin)
    descriptors = compiled(request["proto"])
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(descriptors).file:
        pool.Add(file)
    batches = []
    for batch in request["batches"]:
        of_type = message_factory.GetMessageClass(pool.FindMessageTypeByName(batch["type"]))
        bare = [
            json_format.ParseDict(message, of_type(), descriptor_pool=pool).SerializeToString()
            for message in batch["messages"]
        ]
        header = struct.pack(">bI", 0, batch["schemaId"]) + places(batch["indexes"])
        batches.append({"bare": texts(bare), "wire": texts(header + message for message in bare)})
    json.dump({"set": base64.b64encode(descriptors).decode(), "batches": batches}, sys.stdout)


def compiled(proto):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "messages.proto"), Path(folder, "set.pb")
        source.write_text(proto)
        well_known = resources.files("grpc_tools") / "_proto"
        code = protoc.main(
            [
                "protoc",
                "--include_imports",
                f"--descriptor_set_out={target}",
                f"-I{folder}",
                f"-I{well_known}",
                str(source),
            ]
        )
        if code != 0:
            raise SystemExit(f"protoc ended with {code}")
        return target.read_bytes()


def places(indexes):
    """How many and which, as zig-zag varints; the first type of a file is a single zero."""
    if indexes == [0]:
        return b"\0"
    return bytes(2 * number for number in [len(indexes), *indexes])


def texts(messages):
    return [base64.b64encode(message).decode() for message in messages]


if __name__ == "__main__":
    main()
