package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every public type of every module says in its Javadoc what it is. The compiler's doclint checks what it says. */
class DocumentedTypesTest {

    private static final int LEAST = 300;

    @Test
    void every_public_type_has_a_javadoc_comment() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        PublicTypes types = new PublicTypes();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            types.comments = DocTrees.instance(task);
            for (CompilationUnitTree file : task.parse()) {
                types.scan(file, null);
            }
        }
        assertThat(types.found).hasSizeGreaterThan(LEAST);
        assertThat(types.bare).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path sources :
                    modules.map(module -> module.resolve("src/main/java")).toList()) {
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> walk = Files.walk(sources)) {
                        walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
        }
        return files;
    }

    /** Public types, and those of them without a comment. */
    private static final class PublicTypes extends TreePathScanner<Void, Void> {

        private final List<String> found = new ArrayList<>();
        private final List<String> bare = new ArrayList<>();
        private DocTrees comments;

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                String name = getCurrentPath().getCompilationUnit().getPackageName() + "." + type.getSimpleName();
                found.add(name);
                if (comments.getDocComment(getCurrentPath()) == null) {
                    bare.add(name);
                }
            }
            return super.visitClass(type, null);
        }
    }
}
