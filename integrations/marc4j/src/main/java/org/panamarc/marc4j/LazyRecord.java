package org.panamarc.marc4j;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.marc4j.MarcError;
import org.marc4j.marc.ControlField;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Leader;
import org.marc4j.marc.Record;
import org.marc4j.marc.VariableField;
import org.marc4j.marc.impl.RecordImpl;
import org.panamarc.Defect;
import org.panamarc.MarcRecord;

/**
 * A record of marc4j over one of panamarc: fields asked for by their tag are made one by one, and
 * looked into when they are asked. Anything else makes it an ordinary record, to which all calls go
 * from then on. Not thread-safe, even for reading.
 */
final class LazyRecord implements Record {
    @Serial private static final long serialVersionUID = 1L;

    private static final String NOWHERE = "n/a"; // as marc4j's readers say it

    private final transient MarcRecord source;
    private transient @Nullable VariableField @Nullable [] made;
    private transient @Nullable Leader leader;
    private transient @Nullable RecordImpl ordinary;

    LazyRecord(MarcRecord source) {
        this.source = source;
    }

    /** The record that this was made from. */
    MarcRecord source() {
        return source;
    }

    /** Whether this has the fields and the leader of its source. */
    boolean isUnchanged() {
        if (ordinary == null) {
            return (leader == null || Leaders.isUnchanged(source, leader)) && isMadeUnchanged();
        }
        List<VariableField> fields = ordinary.getVariableFields();
        int[] places = places();
        if (fields.size() != places.length || !Leaders.isUnchanged(source, getLeader())) {
            return false;
        }
        for (int i = 0; i < places.length; i++) {
            if (!(fields.get(i) instanceof LazyField field)
                    || !isAt(places[i], field)
                    || !field.isUnchanged()) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // an equal record may have odd values in other bytes
    private boolean isAt(int place, LazyField field) {
        return field.record() == source && field.place() == place;
    }

    private boolean isMadeUnchanged() {
        if (made != null) {
            for (VariableField field : made) {
                if (field != null && !((LazyField) field).isUnchanged()) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * The places of the fields in the order that marc4j has: control fields first, the control
     * number before them.
     */
    private int[] places() {
        int[] places = new int[source.fieldCount()];
        int first = source.indexOf("001", 0);
        int count = 0;
        if (first >= 0) {
            places[count++] = first;
        }
        for (boolean control : new boolean[] {true, false}) {
            for (int place = 0; place < places.length; place++) {
                if (place != first && source.isControlField(place) == control) {
                    places[count++] = place;
                }
            }
        }
        return places;
    }

    private VariableField field(int place) {
        if (made == null) {
            made = new VariableField[source.fieldCount()];
        }
        VariableField field = made[place];
        if (field == null) {
            field =
                    source.isControlField(place)
                            ? new LazyControlField(source, place)
                            : new LazyDataField(source, place);
            made[place] = field;
        }
        return field;
    }

    private RecordImpl ordinary() {
        if (ordinary == null) {
            RecordImpl record = new RecordImpl();
            record.setLeader(getLeader());
            for (int place : places()) {
                // Not addVariableField, which keeps one control number alone.
                if (field(place) instanceof ControlField control) {
                    record.getControlFields().add(control);
                } else {
                    record.getDataFields().add((DataField) field(place));
                }
            }
            source.defects().forEach(defect -> record.addErrors(List.of(error(defect))));
            ordinary = record;
        }
        return ordinary;
    }

    private static MarcError error(Defect defect) {
        int severity =
                switch (defect.severity()) {
                    case STRUCTURE -> MarcError.MAJOR_ERROR;
                    case CONTENT -> MarcError.MINOR_ERROR;
                };
        String message =
                "record %d, byte %d: %s: %s"
                        .formatted(
                                defect.recordNumber(),
                                defect.offset(),
                                defect.kind().text(),
                                defect.message());
        String tag = defect.tag();
        return new MarcError(tag == null ? NOWHERE : tag, NOWHERE, severity, message);
    }

    /** Whether marc4j finds other fields by this than those that have it as their tag. */
    private static boolean isSpecial(String tag) {
        return tag.equals("000") || tag.startsWith("LNK");
    }

    @Override
    public @Nullable VariableField getVariableField(String tag) {
        if (ordinary != null || isSpecial(tag)) {
            return ordinary().getVariableField(tag);
        }
        int place = source.indexOf(tag, 0);
        return place < 0 ? null : field(place);
    }

    @Override
    public List<VariableField> getVariableFields(String tag) {
        if (ordinary != null || isSpecial(tag)) {
            return ordinary().getVariableFields(tag);
        }
        List<VariableField> fields = new ArrayList<>();
        for (int place = source.indexOf(tag, 0);
                place >= 0;
                place = source.indexOf(tag, place + 1)) {
            fields.add(field(place));
        }
        return fields;
    }

    @Override
    public @Nullable ControlField getControlNumberField() {
        return ordinary == null
                ? (ControlField) getVariableField("001")
                : ordinary.getControlNumberField();
    }

    @Override
    public @Nullable String getControlNumber() {
        ControlField field = getControlNumberField();
        return field == null ? null : field.getData();
    }

    @Override
    public Leader getLeader() {
        if (ordinary != null) {
            return ordinary.getLeader();
        }
        if (leader == null) {
            leader = Leaders.ofMarc4j(source);
        }
        return leader;
    }

    @Override
    public boolean hasErrors() {
        return ordinary == null ? !source.defects().isEmpty() : ordinary.hasErrors();
    }

    @Override
    public @Nullable Long getId() {
        return ordinary == null ? null : ordinary.getId();
    }

    @Override
    public @Nullable String getType() {
        return ordinary == null ? null : ordinary.getType();
    }

    @Override
    public void setId(Long id) {
        ordinary().setId(id);
    }

    @Override
    public void setType(String type) {
        ordinary().setType(type);
    }

    @Override
    public void setLeader(Leader leader) {
        ordinary().setLeader(leader);
    }

    @Override
    public void addVariableField(VariableField field) {
        ordinary().addVariableField(field);
    }

    /** Removes a field from where it is, which marc4j decides by its tag. */
    @Override
    public void removeVariableField(VariableField field) {
        if (field instanceof ControlField) {
            ordinary().getControlFields().remove(field);
        } else {
            ordinary().getDataFields().remove(field);
        }
    }

    @Override
    public List<VariableField> getVariableFields() {
        return ordinary().getVariableFields();
    }

    @Override
    public List<VariableField> getVariableFieldsWithLeader() {
        return ordinary().getVariableFieldsWithLeader();
    }

    @Override
    public List<ControlField> getControlFields() {
        return ordinary().getControlFields();
    }

    @Override
    public List<DataField> getDataFields() {
        return ordinary().getDataFields();
    }

    @Override
    public List<VariableField> getVariableFields(String[] tags) {
        return ordinary().getVariableFields(tags);
    }

    @Override
    public List<VariableField> find(String pattern) {
        return ordinary().find(pattern);
    }

    @Override
    public List<VariableField> find(String tag, String pattern) {
        return ordinary().find(tag, pattern);
    }

    @Override
    public List<VariableField> find(String[] tags, String pattern) {
        return ordinary().find(tags, pattern);
    }

    @Override
    public void addError(String field, String subfield, int severity, String message) {
        ordinary().addError(field, subfield, severity, message);
    }

    @Override
    public void addErrors(List<MarcError> errors) {
        ordinary().addErrors(errors);
    }

    @Override
    public @Nullable List<MarcError> getErrors() {
        return hasErrors() ? ordinary().getErrors() : null;
    }

    @Override
    public String toString() {
        return ordinary().toString();
    }

    @Serial
    private Object writeReplace() {
        return ordinary();
    }
}
