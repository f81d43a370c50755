package io.plainsight.sensor.flowlog;

/** One row cannot be understood; the file goes on. Carries no stack trace: a bad file may have millions. */
public final class MalformedRowException extends Exception {
    private static final long serialVersionUID = 1L;

    public final RowProblem problem;

    public MalformedRowException(RowProblem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }
}
