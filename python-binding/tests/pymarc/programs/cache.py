"""Keeps records in a cache, and compares what comes out of it with what went in."""

import copy
import pickle

from pymarc.reader import MARCReader

from pymarc import Record, Subfield

cache = {}
for record in MARCReader(open("books.mrc", "rb")):
    changed = copy.deepcopy(record)
    changed["245"].subfields.append(Subfield("9", "changed"))
    shared = copy.copy(record)
    shared.remove_fields("650")
    key = record["001"].data
    cache[key] = pickle.dumps([record, changed, record["245"], record.leader])
    print(key, len(record.fields), len(shared.fields), len(changed.fields))
for stored in cache.values():
    record, changed, title, leader = pickle.loads(stored)
    print(isinstance(record, Record), record.as_marc() == changed.as_marc(), title, leader)
    print(changed["245"] == record["245"], record == record, str(title) == str(record["245"]))
