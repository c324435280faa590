package esremote.lab.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.elasticsearch.bootstrap.ServerArgs;
import org.elasticsearch.common.io.stream.OutputStreamStreamOutput;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;

/**
 * Stands in for bin/elasticsearch (ServerCli), which is not on Maven Central.
 *
 * <p>The server never opens elasticsearch.yml: it reads its settings and its opened keystore from standard input, as the
 * bytes of {@link ServerArgs}. This writes those bytes to standard output.
 *
 * <p>The keystore's password comes in through standard input, empty for none.
 */
final class LaunchArguments {
    private LaunchArguments() {}

    static int write(Path config, Path logs) throws Exception {
        char[] password = StandardInput.readLine("");
        KeyStoreWrapper keystore = KeyStoreWrapper.load(config);
        keystore.decrypt(password);
        System.out.write(bytes(new ServerArgs(false, false, null, keystore, settings(config), config, logs)));
        System.out.flush();
        return 0;
    }

    private static Settings settings(Path config) {
        Map<String, String> home = Map.of("path.home", System.getProperty("es.path.home"));
        return InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, home, config, () -> "unnamed").settings();
    }

    private static byte[] bytes(ServerArgs arguments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStreamStreamOutput output = new OutputStreamStreamOutput(bytes)) {
            arguments.writeTo(output);
        }
        return bytes.toByteArray();
    }
}
