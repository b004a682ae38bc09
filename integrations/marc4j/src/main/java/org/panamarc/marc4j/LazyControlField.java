package org.panamarc.marc4j;

import java.io.Serial;
import org.marc4j.marc.impl.ControlFieldImpl;
import org.panamarc.MarcRecord;

/** A control field whose data is decoded when it is first asked for. Not thread-safe. */
final class LazyControlField extends ControlFieldImpl implements LazyField {
    @Serial private static final long serialVersionUID = 1L;

    private final transient MarcRecord record;
    private final int place;
    private transient boolean pending = true;

    LazyControlField(MarcRecord record, int place) {
        super(record.tag(place));
        this.record = record;
        this.place = place;
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
    public String getData() {
        if (pending) {
            setData(record.field(place).text());
        }
        return super.getData();
    }

    @Override
    public void setData(String data) {
        pending = false;
        super.setData(data);
    }

    @Override
    public boolean isUnchanged() {
        return record.tag(place).equals(getTag())
                && (pending || record.field(place).text().equals(getData()));
    }

    @Serial
    private Object writeReplace() {
        ControlFieldImpl copy = new ControlFieldImpl(getTag(), getData());
        copy.setId(getId());
        return copy;
    }
}
