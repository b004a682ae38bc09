"""Changes records as a weekly load of a provider's records does, and writes them again."""

from pymarc.exceptions import FieldNotFound

from pymarc import Field, Indicators, MARCReader, MARCWriter, Subfield

writer = MARCWriter(open("changed.mrc", "wb"))
for number, record in enumerate(MARCReader(open("books.mrc", "rb"))):
    record.leader.record_status = "c"
    record.leader[17] = "7"
    record.remove_fields("938", "029")
    record.add_field(Field(tag="948", subfields=[Subfield(code="a", value="loaded")]))
    record.add_ordered_field(
        Field("035", Indicators(" ", " "), [Subfield("a", f"(Load){number:06}")]),
        Field(tag="003", data="XYZ"),
    )
    record.add_grouped_field(Field("590", [" ", " "], [Subfield("a", "Grüße, 日本語")]))
    title = record["245"]
    title.add_subfield("h", "[electronic resource]", 1)
    title.indicators = Indicators("0", title.indicator2)
    if "c" in title:
        title.delete_subfield("c")
    if len(title.get_subfields("a")) == 1:
        title["a"] = title["a"].upper()
    for field in record.get_fields("650", "651"):
        if field.indicator2 != "0":
            record.remove_field(field)
    for field in record.get_fields("856"):
        field.subfields = [
            subfield._replace(value="https://proxy.example/" + subfield.value)
            if subfield.code == "u"
            else subfield
            for subfield in field.subfields
        ]
    try:
        record.remove_field(Field("999", subfields=[Subfield("a", "x")]))
    except FieldNotFound as error:
        print(number, error)
    print(record)
    writer.write(record)
writer.close()
