package esremote.lab.tool;

import java.nio.file.Path;
import java.util.Arrays;

import joptsimple.OptionException;

/** Entry point: {@code launch-arguments CONFIG LOGS} or {@code keystore CONFIG COMMAND [OPTION|NAME]...}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(arguments[0], Path.of(arguments[1]), Arrays.copyOfRange(arguments, 2, arguments.length)));
    }

    private static int run(String tool, Path config, String[] arguments) throws Exception {
        try {
            return switch (tool) {
                case "launch-arguments" -> LaunchArguments.write(config, Path.of(arguments[0]));
                case "keystore" -> new Keystore(config).run(arguments);
                default -> throw new IllegalArgumentException(tool);
            };
        } catch (OptionException e) {
            System.err.println("ERROR: " + e.getMessage());
            return Failure.USAGE;
        } catch (Failure e) {
            if (e.getMessage() != null) {
                System.err.println();
                System.err.println("ERROR: " + e.getMessage() + ", with exit code " + e.exitCode);
            }
            return e.exitCode;
        }
    }
}
