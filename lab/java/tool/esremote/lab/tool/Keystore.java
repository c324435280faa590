package esremote.lab.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import joptsimple.OptionParser;
import joptsimple.OptionSet;

import org.elasticsearch.common.settings.KeyStoreWrapper;

/**
 * Stands in for bin/elasticsearch-keystore, which is not on Maven Central.
 *
 * <p>The keystore itself is the server's own {@link KeyStoreWrapper}; this has the commands, options, prompts, messages
 * and exit codes of the real tool around it. When the keystore has a password, the first line of standard input is it.
 */
final class Keystore {
    private static final char[] NO_PASSWORD = {};

    private final Path config;
    private final OptionParser parser = new OptionParser();
    private boolean silent;

    Keystore(Path config) {
        this.config = config;
        parser.acceptsAll(List.of("h", "help"), "Show help").forHelp();
        parser.acceptsAll(List.of("s", "silent"), "Show minimal output");
        parser.acceptsAll(List.of("v", "verbose"), "Show verbose output");
    }

    int run(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            throw new Failure(Failure.USAGE, "Missing required command");
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "create" -> create(rest);
            case "list" -> list(rest);
            case "add" -> add(rest);
            case "add-file" -> addFile(rest);
            case "remove" -> remove(rest);
            case "show" -> show(rest);
            case "has-passwd" -> hasPassword(rest);
            case "passwd" -> changePassword(rest);
            case "upgrade" -> upgrade(rest);
            case "-h", "--help" -> help();
            default -> throw new Failure(Failure.USAGE, "Unknown command [" + arguments[0] + "]");
        }
        return 0;
    }

    private void create(String[] arguments) throws Exception {
        parser.acceptsAll(List.of("p", "password"), "Prompt for password to encrypt the keystore");
        OptionSet options = parse(arguments);
        char[] password = options.has("password") ? newPassword() : NO_PASSWORD;
        Path file = KeyStoreWrapper.keystorePath(config);
        if (Files.exists(file) && !StandardInput.confirm("An elasticsearch keystore already exists. Overwrite?")) {
            say("Exiting without creating keystore.");
            return;
        }
        KeyStoreWrapper.create().save(config, password);
        say("Created elasticsearch keystore in " + file);
    }

    private void list(String[] arguments) throws Exception {
        parse(arguments);
        new TreeSet<>(open().keystore().getSettingNames()).forEach(this::say);
    }

    private void add(String[] arguments) throws Exception {
        parser.acceptsAll(List.of("x", "stdin"), "Read setting values from stdin");
        OptionSet options = parseWithForce(arguments);
        Opened opened = openOrCreate(options.has("force"));
        if (opened == null) {
            return;
        }
        List<String> names = names(options);
        if (names.isEmpty()) {
            throw new Failure(Failure.USAGE, "the setting names can not be empty");
        }
        for (String name : names) {
            if (!mayWrite(opened, name, options)) {
                return;
            }
            char[] value = StandardInput.readLine(options.has("stdin") ? "" : "Enter value for " + name + ": ");
            try {
                opened.keystore().setString(name, value);
            } catch (IllegalArgumentException e) {
                throw new Failure(Failure.DATA_ERROR, e.getMessage());
            }
        }
        opened.save();
    }

    private void addFile(String[] arguments) throws Exception {
        OptionSet options = parseWithForce(arguments);
        Opened opened = openOrCreate(options.has("force"));
        if (opened == null) {
            return;
        }
        List<String> pairs = names(options);
        if (pairs.isEmpty()) {
            throw new Failure(Failure.USAGE, "Missing setting name");
        }
        if (pairs.size() % 2 != 0) {
            throw new Failure(Failure.USAGE, "settings and filenames must come in pairs");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!mayWrite(opened, pairs.get(i), options)) {
                return;
            }
            Path file = Path.of(pairs.get(i + 1));
            if (!Files.exists(file)) {
                throw new Failure(Failure.IO_ERROR, "File [" + file + "] does not exist");
            }
            opened.keystore().setFile(pairs.get(i), Files.readAllBytes(file));
        }
        opened.save();
    }

    private void remove(String[] arguments) throws Exception {
        OptionSet options = parse(arguments);
        Opened opened = open();
        List<String> names = names(options);
        if (names.isEmpty()) {
            throw new Failure(Failure.USAGE, "Must supply at least one setting to remove");
        }
        for (String name : names) {
            opened.requireSetting(name);
            opened.keystore().remove(name);
        }
        opened.save();
    }

    private void show(String[] arguments) throws Exception {
        OptionSet options = parse(arguments);
        Opened opened = open();
        List<String> names = names(options);
        if (names.size() != 1) {
            throw new Failure(Failure.USAGE, "Must provide a single setting name to show");
        }
        opened.requireSetting(names.get(0));
        try (InputStream value = opened.keystore().getFile(names.get(0))) {
            value.transferTo(System.out);
        }
        if (System.console() != null) {
            System.out.println();
        }
        System.out.flush();
    }

    private void hasPassword(String[] arguments) throws Exception {
        parse(arguments);
        KeyStoreWrapper keystore = KeyStoreWrapper.load(config);
        if (keystore != null && keystore.hasPassword()) {
            say("Keystore is password-protected");
            return;
        }
        if (!silent) {
            System.err.println("ERROR: " + (keystore == null ? "Elasticsearch keystore not found" : "Keystore is not password-protected"));
        }
        throw new Failure(Failure.NO_PASSWORD, null);
    }

    private void changePassword(String[] arguments) throws Exception {
        parse(arguments);
        Opened opened = open();
        opened.keystore().save(config, newPassword());
        say("Elasticsearch keystore password changed successfully.");
    }

    private void upgrade(String[] arguments) throws Exception {
        parse(arguments);
        Opened opened = open();
        KeyStoreWrapper.upgrade(opened.keystore(), config, opened.password());
    }

    private void help() {
        System.out.println("A tool for managing settings stored in the elasticsearch keystore\n");
        System.out.println("Commands\n--------");
        System.out.println("create add add-file remove list show has-passwd passwd upgrade");
    }

    /** A keystore that was decrypted, and the password to save it with. */
    private record Opened(Path config, KeyStoreWrapper keystore, char[] password) {
        void save() throws Exception {
            keystore.save(config, password);
        }

        void requireSetting(String name) throws Failure {
            if (!keystore.getSettingNames().contains(name)) {
                throw new Failure(Failure.CONFIG, "Setting [" + name + "] does not exist in the keystore.");
            }
        }
    }

    private Opened open() throws Exception {
        KeyStoreWrapper keystore = KeyStoreWrapper.load(config);
        if (keystore == null) {
            Path file = KeyStoreWrapper.keystorePath(config);
            throw new Failure(Failure.DATA_ERROR, "Elasticsearch keystore not found at [" + file + "]. Use 'create' command to create one.");
        }
        return decrypted(keystore);
    }

    private Opened openOrCreate(boolean force) throws Exception {
        KeyStoreWrapper keystore = KeyStoreWrapper.load(config);
        if (keystore != null) {
            return decrypted(keystore);
        }
        if (!force && !StandardInput.confirm("The elasticsearch keystore does not exist. Do you want to create it?")) {
            say("Exiting without creating keystore.");
            return null;
        }
        Opened created = new Opened(config, KeyStoreWrapper.create(), NO_PASSWORD);
        created.save();
        return created;
    }

    private Opened decrypted(KeyStoreWrapper keystore) throws Exception {
        char[] password = keystore.hasPassword() ? StandardInput.readPassword("Enter password for the elasticsearch keystore : ") : NO_PASSWORD;
        try {
            keystore.decrypt(password);
        } catch (SecurityException | GeneralSecurityException e) {
            throw new Failure(Failure.DATA_ERROR, e.getMessage());
        }
        return new Opened(config, keystore, password);
    }

    private boolean mayWrite(Opened opened, String name, OptionSet options) throws IOException {
        if (!opened.keystore().getSettingNames().contains(name) || options.has("force")) {
            return true;
        }
        if (StandardInput.confirm("Setting " + name + " already exists. Overwrite?")) {
            return true;
        }
        say("Exiting without modifying keystore.");
        return false;
    }

    private static char[] newPassword() throws Exception {
        char[] password = StandardInput.readPassword("Enter new password for the elasticsearch keystore (empty for no password): ");
        char[] again = StandardInput.readPassword("Enter same password again: ");
        if (!Arrays.equals(password, again)) {
            throw new Failure(Failure.DATA_ERROR, "Passwords are not equal, exiting.");
        }
        return password;
    }

    private OptionSet parseWithForce(String[] arguments) throws Exception {
        parser.acceptsAll(List.of("f", "force"), "Overwrite existing setting without prompting, creating keystore if necessary");
        return parse(arguments);
    }

    private OptionSet parse(String[] arguments) throws Exception {
        OptionSet options = parser.parse(arguments);
        if (options.has("help")) {
            parser.printHelpOn(System.out);
            throw new Failure(0, null);
        }
        silent = options.has("silent");
        return options;
    }

    private void say(String line) {
        if (!silent) {
            System.out.println(line);
        }
    }

    private static List<String> names(OptionSet options) {
        return options.nonOptionArguments().stream().map(String::valueOf).toList();
    }
}
