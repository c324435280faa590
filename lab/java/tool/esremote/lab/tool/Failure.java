package esremote.lab.tool;

/** What the user did wrong, with the exit code of the real tool (those of sysexits.h). */
final class Failure extends Exception {
    static final int NO_PASSWORD = 1;
    static final int USAGE = 64;
    static final int DATA_ERROR = 65;
    static final int IO_ERROR = 74;
    static final int CONFIG = 78;

    final int exitCode;

    Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }
}
