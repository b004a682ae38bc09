package org.panamarc.internal.query;

import org.panamarc.internal.layout.BatchView;

/** Any spec, compiled to a plan that reads the fields and subfields that it asks for, in place. */
final class PathSpec extends ValueSpec {
    private final SpecCompiler.Plan plan;

    PathSpec(String text, Spec spec) {
        super(text, spec);
        this.plan = SpecCompiler.compile(spec);
    }

    @Override
    public void find(BatchView batch, int record, Sink sink) {
        plan.find(batch, record, sink);
    }
}
