package io.plainsight.stream.exception;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.policy.AcceptedException;
import io.plainsight.stream.policy.Ends;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Service;
import io.plainsight.stream.policy.SeverityRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what the policy makes of a finding. Thread-safe; remembers nothing but what it has said of {@link Renewals}. */
final class PolicyJudge {
    private static final String PLAINTEXT = "plaintext";

    private final Policy policy;
    private final Renewals renewals = new Renewals();

    PolicyJudge(Policy policy) {
        this.policy = policy;
    }

    /**
     * What becomes of a finding.
     *
     * @param findings what is left of it, and what else is to be said: that an exception is over, or that it holds
     * @param acceptedBy what accepted it; null when nothing did
     */
    record Outcome(List<Finding> findings, String acceptedBy) {}

    /** A finding that says that a cause is gone is never held back; it opens no alert. */
    Outcome judge(Finding finding) {
        Observation traffic = finding.traffic();
        if (traffic == null || traffic.destination() == null || traffic.source() == null) {
            return new Outcome(List.of(weighed(finding, Optional.empty())), null);
        }
        Optional<Service> service = policy.serviceOf(traffic);
        Finding weighed = weighed(finding, service);
        if (finding.resolved()) {
            return new Outcome(List.of(weighed), null);
        }
        List<Finding> findings = new ArrayList<>(1);
        Ends ends = new Ends(traffic, policy.zoning());
        for (AcceptedException exception : policy.exceptions()) {
            if (exception.covers(finding.rule(), ends, policy)) {
                if (!exception.hasExpired(finding.time())) {
                    boolean due = renewals.isDue(exception.name(), finding.time());
                    return new Outcome(due ? List.of(holds(exception, finding)) : List.of(), exception.name());
                }
                renewals.over(exception.name());
                findings.add(expired(exception, finding));
            }
        }
        boolean tolerated = finding.rule().equals(PLAINTEXT) && isPlaintext(traffic, Service.Plaintext.TOLERATED);
        if (tolerated) { // so that an exception is not needed any more
            return new Outcome(List.of(), tolerator(service, finding));
        }
        findings.add(weighed);
        return new Outcome(findings, null);
    }

    /** The finding with the severity and the name that the policy gives, without the traffic: nobody needs it any more. */
    private Finding weighed(Finding finding, Optional<Service> service) {
        Severity severity = finding.severity();
        boolean forbidden = finding.rule().equals(PLAINTEXT)
                && finding.traffic() != null
                && isPlaintext(finding.traffic(), Service.Plaintext.FORBIDDEN);
        if (forbidden && severity != Severity.INFO && !severity.atLeast(Severity.HIGH)) {
            severity = Severity.HIGH;
        }
        Service.Criticality criticality = service.map(Service::criticality).orElse(Service.Criticality.NORMAL);
        severity = switch (criticality) {
            case HIGH -> SeverityRule.raised(severity, 1);
            case NORMAL -> severity;
            case LOW -> SeverityRule.raised(severity, -1);
        };
        Alert.Entity entity = finding.entity();
        severity = policy.severityOf(finding.rule(), entity.zone(), severity);
        if (service.isPresent() && entity.type().equals("service")) {
            entity = new Alert.Entity(entity.type(), service.get().name() + " " + entity.value(), entity.zone());
        }
        return finding.judged(severity, entity);
    }

    private boolean isPlaintext(Observation traffic, Service.Plaintext expected) {
        return policy.plaintextOf(traffic).filter(expected::equals).isPresent();
    }

    private static String tolerator(Optional<Service> service, Finding finding) {
        return service.filter(known -> known.plaintext() == Service.Plaintext.TOLERATED)
                .map(known -> "service " + known.name())
                .orElseGet(() -> "zone " + finding.entity().zone());
    }

    private Finding expired(AcceptedException exception, Finding finding) {
        Finding expired = about(exception, finding)
                .severity(Severity.MEDIUM)
                .reason("The exception \"" + exception.name() + "\" of " + exception.owner() + " expired on "
                        + exception.expires() + ", and " + finding.entity().value() + " still shows "
                        + finding.rule() + ".")
                .note(finding.rule() + " after the exception's end")
                .value("rule", finding.rule())
                .value("owner", exception.owner())
                .value("reason", exception.reason())
                .threshold("expires", exception.expires().toString())
                .build();
        return weighed(expired, Optional.empty());
    }

    /** Opens no alert; ends the one of an exception that was over and is renewed. */
    private static Finding holds(AcceptedException exception, Finding finding) {
        return about(exception, finding)
                .severity(Severity.INFO)
                .reason("The exception \"" + exception.name() + "\" of " + exception.owner() + " holds until "
                        + exception.expires() + ".")
                .note("the exception holds")
                .threshold("expires", exception.expires().toString())
                .resolved(true)
                .build();
    }

    private static FindingBuilder about(AcceptedException exception, Finding finding) {
        return FindingBuilder.of(PolicyExceptionExpiredRule.TEXT, finding.traffic())
                .about(
                        exception.name(),
                        new Alert.Entity(
                                "exception", exception.name(), finding.entity().zone()));
    }
}
