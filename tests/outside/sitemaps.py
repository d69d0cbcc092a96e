"""Holds site maps against a schema. The first argument is the schema, each other one a file; prints the findings as JSON."""

import json
import sys

from lxml import etree

schema = etree.XMLSchema(etree.parse(sys.argv[1]))


def judge(path):
    try:
        schema.validate(etree.parse(path))
    except etree.XMLSyntaxError as error:
        return [(f"line {error.lineno}", error.msg)]
    return [(f"line {error.line}", error.message) for error in schema.error_log]


print(json.dumps({path: judge(path) for path in sys.argv[2:]}))
