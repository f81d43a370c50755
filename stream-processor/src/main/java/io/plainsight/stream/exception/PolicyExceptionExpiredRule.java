package io.plainsight.stream.exception;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.Policy;
import java.util.List;

/** An exception of the policy is over, and what it accepted still happens. */
public final class PolicyExceptionExpiredRule {
    public static final RuleText TEXT = new RuleText(
            "policy-exception-expired",
            "Expired policy exception",
            "1",
            List.of("ISO/IEC 27001:2022 6.1.3", "NIST SP 800-53r5 RA-7", "NIST SP 800-53r5 CA-5"),
            new Alert.Technique("T1040", "Network Sniffing"),
            "Ask the owner of the exception whether the traffic is still needed: end it or protect it, and take the exception"
                    + " out of the policy; or have the risk accepted again, with a new date.",
            List.of(
                    "an exception that has expired but covers no traffic stays silent; 'plainsight policy check' names it",
                    "days end at midnight UTC of the packets' time, not at the site's",
                    "tells nothing while another exception, still current, covers the same traffic"));

    /** What the keys of its findings begin with. */
    public static final String KEY_PREFIX = TEXT.id() + '|';

    /** Why an alert ends whose exception was removed. */
    public static final String REMOVED = "The exception is not in the policy any more.";

    private PolicyExceptionExpiredRule() {}

    /** Whether an alert is about an exception that the policy doesn't have. */
    public static boolean isMoot(Alert alert, Policy policy) {
        String name = alert.detail().entity().value();
        return alert.rule().id().equals(TEXT.id())
                && policy.exceptions().stream()
                        .noneMatch(exception -> exception.name().equals(name));
    }
}
