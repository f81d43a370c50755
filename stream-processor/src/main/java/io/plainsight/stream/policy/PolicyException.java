package io.plainsight.stream.policy;

import java.util.List;

/** A policy file cannot be used; the message holds every problem found, one a line: {@code file:line:column: problem; remedy}. */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public PolicyException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The single lines of the message, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
