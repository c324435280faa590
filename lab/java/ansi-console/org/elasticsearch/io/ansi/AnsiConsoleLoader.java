package org.elasticsearch.io.ansi;

import java.util.function.Supplier;

/**
 * Stands in for lib/tools/ansi-console, which is not on Maven Central.
 *
 * <p>The server looks this class up by name to learn whether its output goes to a colour terminal. A lab node writes to
 * a file, so the answer is always: there is no console.
 */
public final class AnsiConsoleLoader implements Supplier<Object> {
    @Override
    public Object get() {
        return null;
    }
}
