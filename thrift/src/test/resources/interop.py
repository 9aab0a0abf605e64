# SPDX-License-Identifier: Apache-2.0
"""Calls a JustChat message server with Apache Thrift's own Python library, without generated code.

interop.py PORT binary|compact|json
"""
import sys

from thrift.Thrift import TApplicationException, TMessageType, TType
from thrift.protocol import TBinaryProtocol, TCompactProtocol, TJSONProtocol
from thrift.transport import TSocket, TTransport

PROTOCOLS = {
    "binary": TBinaryProtocol.TBinaryProtocol,
    "compact": TCompactProtocol.TCompactProtocol,
    "json": TJSONProtocol.TJSONProtocol,
}


def call(protocol, method, sequence, write_arguments, read_result):
    protocol.writeMessageBegin(method, TMessageType.CALL, sequence)
    protocol.writeStructBegin(method + "_args")
    write_arguments(protocol)
    protocol.writeFieldStop()
    protocol.writeStructEnd()
    protocol.writeMessageEnd()
    protocol.trans.flush()
    name, kind, answered = protocol.readMessageBegin()
    assert (name, answered) == (method, sequence), (name, answered)
    if kind == TMessageType.EXCEPTION:
        failure = TApplicationException()
        failure.read(protocol)
        protocol.readMessageEnd()
        return failure
    fields = {}
    protocol.readStructBegin()
    while True:
        _, field_type, field_id = protocol.readFieldBegin()
        if field_type == TType.STOP:
            break
        fields[field_id] = read_result(protocol, field_type)
        protocol.readFieldEnd()
    protocol.readStructEnd()
    protocol.readMessageEnd()
    return fields


def nonce(value):
    def write(protocol):
        protocol.writeFieldBegin("nonce", TType.I64, 1)
        protocol.writeI64(value)
        protocol.writeFieldEnd()
    return write


def skip(protocol, field_type):
    protocol.skip(field_type)
    return field_type


def main():
    transport = TTransport.TFramedTransport(TSocket.TSocket("127.0.0.1", int(sys.argv[1])))
    transport.open()
    protocol = PROTOCOLS[sys.argv[2]](transport)
    for sequence, value in enumerate((0, 42, -1, 2 ** 62, -(2 ** 63)), start=1):
        answer = call(protocol, "ping", sequence, nonce(value), lambda p, _: p.readI64())
        assert answer == {0: value}, answer
    # Refused is declared as field 1 of the result.
    hello = call(protocol, "manifest", 7, lambda p: (
        p.writeFieldBegin("file", TType.STRING, 1), p.writeBinary(b"\x00\xff"), p.writeFieldEnd()), skip)
    assert hello == {1: TType.STRUCT}, hello
    unknown = call(protocol, "noSuchMethod", 8, lambda p: None, skip)
    assert isinstance(unknown, TApplicationException) and unknown.type == TApplicationException.UNKNOWN_METHOD
    malformed = call(protocol, "ping", 9, lambda p: None, skip)
    assert isinstance(malformed, TApplicationException) and malformed.type == TApplicationException.PROTOCOL_ERROR
    assert call(protocol, "ping", 10, nonce(5), lambda p, _: p.readI64()) == {0: 5}
    print("ok")


main()
