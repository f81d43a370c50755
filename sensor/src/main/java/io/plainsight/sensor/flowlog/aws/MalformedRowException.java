package io.plainsight.sensor.flowlog.aws;

import io.plainsight.sensor.flowlog.RowProblem;

/** One row cannot be understood; the file goes on. Carries no stack trace: a bad file may have millions. */
final class MalformedRowException extends Exception {
    private static final long serialVersionUID = 1L;

    final RowProblem problem;

    MalformedRowException(RowProblem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }
}
