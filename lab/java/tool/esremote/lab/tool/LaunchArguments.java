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
 * <p>Two lines come in through standard input: the keystore's password, empty for none, and the password of the user
 * elastic, which goes into the keystore if that has to be made. Making it here and not by a call of the keystore tool
 * spares two derivations of its key, a second each.
 */
final class LaunchArguments {
    private LaunchArguments() {}

    static int write(Path config, Path logs) throws Exception {
        KeyStoreWrapper keystore = keystore(config, StandardInput.readLine(""), StandardInput.readLine(""));
        System.out.write(bytes(new ServerArgs(false, false, null, keystore, settings(config), config, logs)));
        System.out.flush();
        return 0;
    }

    private static KeyStoreWrapper keystore(Path config, char[] password, char[] bootstrapPassword) throws Exception {
        KeyStoreWrapper existing = KeyStoreWrapper.load(config);
        if (existing != null) {
            existing.decrypt(password);
            return existing;
        }
        KeyStoreWrapper made = KeyStoreWrapper.create();
        made.setString("bootstrap.password", bootstrapPassword);
        made.save(config, password);
        return made;
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
