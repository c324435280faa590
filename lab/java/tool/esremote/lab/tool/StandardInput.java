package esremote.lab.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** Secrets and answers, one line each, as the real tool's terminal reads them when there is no console. */
final class StandardInput {
    private static final BufferedReader LINES = new BufferedReader(new InputStreamReader(System.in));

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

    /** An empty answer means no. */
    static boolean confirm(String question) throws IOException {
        while (true) {
            String answer = new String(readLine(question + " [y/N]")).toLowerCase(java.util.Locale.ROOT);
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
