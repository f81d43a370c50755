package io.plainsight.stream.scenario;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** One alert that a scenario must raise; what is not said is not checked. */
public final class ExpectedAlert {
    private final String rule;
    private final StringBuilder text;
    private final List<Predicate<Alert>> conditions = new ArrayList<>();
    private String row = "";

    private ExpectedAlert(String rule) {
        this.rule = rule;
        this.text = new StringBuilder(rule);
    }

    public static ExpectedAlert alert(String rule) {
        return new ExpectedAlert(rule);
    }

    public ExpectedAlert row(String value) {
        row = value;
        return value("row", value);
    }

    public ExpectedAlert blame(String value) {
        return value("blame", value);
    }

    public ExpectedAlert value(String name, Object value) {
        text.append(' ').append(name).append('=').append(value);
        conditions.add(alert -> equal(alert.detail().values().get(name), value));
        return this;
    }

    public ExpectedAlert severity(Severity value) {
        text.append(' ').append(value.text());
        conditions.add(alert -> alert.detail().severity() == value);
        return this;
    }

    public ExpectedAlert about(String entity) {
        text.append(" about ").append(entity);
        conditions.add(alert -> alert.detail().entity().value().startsWith(entity));
        return this;
    }

    public ExpectedAlert count(long value) {
        text.append(" count=").append(value);
        conditions.add(alert -> alert.detail().count() == value);
        return this;
    }

    public ExpectedAlert resolved() {
        text.append(" resolved");
        conditions.add(alert -> alert.detail().status() == Alert.Status.RESOLVED);
        return this;
    }

    public String rule() {
        return rule;
    }

    /** Numbers change their type on the way through JSON. */
    private static boolean equal(Object found, Object expected) {
        boolean numbers = found instanceof Number && expected instanceof Number;
        return numbers
                ? ((Number) found).doubleValue() == ((Number) expected).doubleValue()
                : Objects.equals(found, expected);
    }

    /** The row of the rule; empty when none was named. */
    public String row() {
        return row;
    }

    boolean matches(Alert alert) {
        return alert.rule().id().equals(rule) && conditions.stream().allMatch(condition -> condition.test(alert));
    }

    /** As expected, but for what depends on which record came first: how many others were known, and so who is to blame. */
    public boolean matchesLate(Alert alert) {
        Object found = alert.detail().values().get("row");
        return alert.rule().id().equals(rule) && (row.isEmpty() || row.equals(found));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
