package io.github.yolox4j.conformance;

import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a method with {@link GoldenTest} once per case. */
final class GoldenTestCases implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(GoldenTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        GoldenTest test = context.getRequiredTestMethod().getAnnotation(GoldenTest.class);
        Set<String> kinds = Set.of(test.kinds());
        List<GoldenCase> cases = folder(test).cases().stream()
                .filter(golden -> kinds.isEmpty() || kinds.contains(golden.kind()))
                .toList();
        if (cases.isEmpty()) {
            throw new ExtensionConfigurationException(
                    test + " has no case to run" + (kinds.isEmpty() ? "" : " of the kinds " + kinds));
        }
        return cases.stream().map(Invocation::new);
    }

    private static GoldenFolder folder(GoldenTest test) {
        if (test.value().isEmpty() == test.shipped().isEmpty()) {
            throw new ExtensionConfigurationException(test + " needs either a folder or the name of a shipped one");
        }
        if (!test.shipped().isEmpty()) {
            return GoldenFolder.shipped(test.shipped());
        }
        Path folder = Path.of(test.value()).toAbsolutePath();
        try {
            return GoldenFolder.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private record Invocation(GoldenCase golden) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return golden.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new CaseParameter(golden));
        }
    }

    private record CaseParameter(GoldenCase golden) implements ParameterResolver {

        private static final Map<Class<?>, Function<GoldenCase, Object>> FORMS =
                Map.of(GoldenCase.class, golden -> golden, LossCase.class, LossCase::of);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return FORMS.containsKey(parameter.getParameter().getType());
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return FORMS.get(parameter.getParameter().getType()).apply(golden);
        }
    }
}
