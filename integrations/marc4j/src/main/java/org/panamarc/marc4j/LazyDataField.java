package org.panamarc.marc4j;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.marc4j.marc.Subfield;
import org.marc4j.marc.impl.DataFieldImpl;
import org.marc4j.marc.impl.SubfieldImpl;
import org.panamarc.MarcRecord;

/**
 * A data field whose indicators and subfields are made when one of them is first asked for. Not
 * thread-safe.
 */
final class LazyDataField extends DataFieldImpl implements LazyField {
    @Serial private static final long serialVersionUID = 1L;

    private final transient MarcRecord record;
    private final int place;
    private transient boolean pending; // not before the superclass is made, which calls setters

    LazyDataField(MarcRecord record, int place) {
        super(record.tag(place), ' ', ' ');
        this.record = record;
        this.place = place;
        this.pending = true;
    }

    private void read() {
        if (pending) {
            pending = false;
            List<Subfield> subfields = super.getSubfields();
            String indicators =
                    record.readDataField(
                            place, (code, value) -> subfields.add(new SubfieldImpl(code, value)));
            super.setIndicator1(indicator(indicators, 0));
            super.setIndicator2(indicator(indicators, 1));
        }
    }

    private static char indicator(String indicators, int at) {
        return at < indicators.length() ? indicators.charAt(at) : ' ';
    }

    @Override
    public MarcRecord record() {
        return record;
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public boolean isUnchanged() {
        return record.tag(place).equals(getTag()) && (pending || hasWhatIsFound());
    }

    private boolean hasWhatIsFound() {
        LazyDataField found = new LazyDataField(record, place);
        return found.getIndicator1() == getIndicator1()
                && found.getIndicator2() == getIndicator2()
                && values(found).equals(values(this));
    }

    /** The codes and values of a field, by turns. */
    private static List<Object> values(LazyDataField field) {
        List<Object> values = new ArrayList<>();
        for (Subfield subfield : field.getSubfields()) {
            values.add(subfield.getCode());
            values.add(subfield.getData());
        }
        return values;
    }

    @Override
    public char getIndicator1() {
        read();
        return super.getIndicator1();
    }

    @Override
    public void setIndicator1(char indicator) {
        read();
        super.setIndicator1(indicator);
    }

    @Override
    public char getIndicator2() {
        read();
        return super.getIndicator2();
    }

    @Override
    public void setIndicator2(char indicator) {
        read();
        super.setIndicator2(indicator);
    }

    @Override
    public void addSubfield(Subfield subfield) {
        read();
        super.addSubfield(subfield);
    }

    @Override
    public void addSubfield(int index, Subfield subfield) {
        read();
        super.addSubfield(index, subfield);
    }

    @Override
    public void removeSubfield(Subfield subfield) {
        read();
        super.removeSubfield(subfield);
    }

    @Override
    public List<Subfield> getSubfields() {
        read();
        return super.getSubfields();
    }

    @Override
    public List<Subfield> getSubfields(char code) {
        read();
        return super.getSubfields(code);
    }

    @Override
    public Subfield getSubfield(char code) {
        read();
        return super.getSubfield(code);
    }

    @Override
    public boolean find(String pattern) {
        read();
        return super.find(pattern);
    }

    @Serial
    private Object writeReplace() {
        DataFieldImpl copy = new DataFieldImpl(getTag(), getIndicator1(), getIndicator2());
        getSubfields().forEach(subfield -> copy.addSubfield(copy.getSubfields().size(), subfield));
        copy.setId(getId());
        return copy;
    }
}
