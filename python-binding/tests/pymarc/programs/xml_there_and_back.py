"""Turns records into MARCXML in several ways, and reads it again."""

import io

from pymarc.marcxml import XmlHandler, parse_xml, record_to_xml_node

import pymarc

records = list(pymarc.MARCReader(open("books.mrc", "rb")))
memory = io.BytesIO()
writer = pymarc.XMLWriter(memory)
for record in records:
    writer.write(record)
writer.close(close_fh=False)
with open("books.xml", "wb") as file:
    file.write(memory.getvalue())


class Titles(XmlHandler):
    def process_record(self, record):
        print("title:", record.title)


parse_xml("books.xml", Titles())
pymarc.map_xml(lambda record: print(len(record.get_fields())), "books.xml")
for record in pymarc.parse_xml_to_array("books.xml", strict=True, normalize_form="NFD")[:20]:
    print(record)
for record in records[:20]:
    print(pymarc.record_to_xml(record, namespace=True).decode())
    print([child.tag for child in record_to_xml_node(record)])
