"""Writes Spark Connect's protocol, as the installed pyspark describes it, to stdout: a FileDescriptorSet."""

import sys

from google.protobuf import descriptor_pb2
from pyspark.sql.connect.proto import base_pb2

ordered = []


def add(file):
    for dependency in file.dependencies:
        add(dependency)
    if file not in ordered:
        ordered.append(file)


add(base_pb2.DESCRIPTOR)
result = descriptor_pb2.FileDescriptorSet()
for file in ordered:
    file.CopyToProto(result.file.add())
sys.stdout.buffer.write(result.SerializeToString(deterministic=True))
