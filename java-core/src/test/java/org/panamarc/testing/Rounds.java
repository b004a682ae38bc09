package org.panamarc.testing;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs the tests of a class again as often as the property {@code panamarc.rounds} says: {@code
 * make stress} does so alongside programs that keep the processors busy.
 */
public final class Rounds implements ClassTemplateInvocationContextProvider {
    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
            ExtensionContext context) {
        return IntStream.range(0, Integer.getInteger("panamarc.rounds", 1))
                .mapToObj(round -> new ClassTemplateInvocationContext() {});
    }
}
