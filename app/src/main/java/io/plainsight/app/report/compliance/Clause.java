package io.plainsight.app.report.compliance;

import java.util.List;

/**
 * What a standard asks, in our own words, and what can be measured of it on the wire.
 *
 * @param id as the standard numbers it
 * @param asks one or two sentences
 * @param figures names of shares, the telling one first
 * @param measures names of measures
 * @param rules alerts that count against it, by rule id; {@code *} at the end stands for any ending
 * @param inventory whether the clause asks for a list of what is in use
 * @param unsaid what the wire cannot tell about it
 */
record Clause(
        String id,
        String title,
        String asks,
        List<String> figures,
        List<String> measures,
        List<String> rules,
        boolean inventory,
        List<String> unsaid) {

    boolean counts(String rule) {
        return rules.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? rule.startsWith(pattern.substring(0, pattern.length() - 1))
                        : rule.equals(pattern));
    }
}
