package esremote.lab;

import java.lang.instrument.Instrumentation;

/**
 * Stands in for elasticsearch-entitlement-agent, which is not on Maven Central.
 *
 * <p>The server attaches the one jar of lib/entitlement-agent to itself while it boots. All the agent does is to hand
 * {@link Instrumentation} to the server's own EntitlementInitialization, whose class name arrives as the argument; from
 * there on the entitlement checks are the real ones.
 */
public final class Agent {
    private Agent() {}

    public static void agentmain(String initialization, Instrumentation instrumentation) throws Exception {
        Class.forName(initialization, true, ClassLoader.getSystemClassLoader())
            .getMethod("initialize", Instrumentation.class)
            .invoke(null, instrumentation);
    }
}
