package io.sluice.app;

import io.sluice.app.config.Settings;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and their mixins; those whose constructor takes {@link Settings} get the ones in effect. */
final class CommandFactory implements IFactory {
    private final Settings settings;

    CommandFactory(Settings settings) {
        this.settings = settings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Optional<Constructor<?>> wanting = Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Settings.class}))
                .findFirst();
        if (wanting.isEmpty()) {
            return CommandLine.defaultFactory().create(type);
        }
        wanting.get().setAccessible(true);
        return type.cast(wanting.get().newInstance(settings));
    }
}
