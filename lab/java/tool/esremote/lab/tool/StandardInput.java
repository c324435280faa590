package esremote.lab.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;

/** Secrets and answers, one line each, as the real tool's terminal reads them when there is no console. */
final class StandardInput {
    private static final BufferedReader LINES = new BufferedReader(new InputStreamReader(System.in));

    private static final int LONGEST_PASSWORD = 128;

    private StandardInput() {}

    /** Prompts go to standard error, so that standard output holds only the answer. */
    static char[] readLine(String prompt) throws IOException {
        System.err.print(prompt);
        System.err.flush();
        String line = LINES.readLine();
        if (line == null) {
            throw new IllegalStateException("unable to read from standard input; is standard input open and a tty attached?");
        }
        return line.toCharArray();
    }

    /** The keystore's own password: here the end of input is an empty password, and no failure. */
    static char[] readPassword(String prompt) throws Exception {
        System.err.println(prompt);
        String line = LINES.readLine();
        if (line != null && line.length() > LONGEST_PASSWORD) {
            throw new Failure(Failure.DATA_ERROR, "Password exceeded maximum length of " + LONGEST_PASSWORD);
        }
        return line == null ? new char[0] : line.toCharArray();
    }

    /** An empty answer means no. */
    static boolean confirm(String question) throws IOException {
        while (true) {
            String answer = new String(readLine(question + " [y/N]")).toLowerCase(Locale.ROOT);
            switch (answer) {
                case "y":
                    return true;
                case "n", "":
                    return false;
                default:
                    System.err.println("Did not understand answer '" + answer + "'");
            }
        }
    }
}
