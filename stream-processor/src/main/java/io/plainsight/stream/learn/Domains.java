package io.plainsight.stream.learn;

import io.plainsight.stream.policy.IpAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which part of a name a single owner is likely to hold. An estimate: the Public Suffix List says it exactly, is large and
 * changes every week; here a wrong guess only makes the draft longer, or one line of it wider than a person will accept.
 */
public final class Domains {
    /** What a policy takes for a domain. */
    private static final Pattern VALID = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?");

    private static final int MAX_LENGTH = 253;

    /** Second-level labels below which countries register (co.uk, com.au, or.jp), by the practice of the registries. */
    private static final Set<String> SECOND_LEVEL = Set.of(
            "ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "govt", "ltd", "mil", "ne", "net", "nhs", "or", "org",
            "plc", "sch");

    /** Domains whose subdomains belong to their customers, from the private section of the Public Suffix List (publicsuffix.org). */
    private static final Set<String> SHARED = Set.of(
            "amazonaws.com",
            "appspot.com",
            "azure.com",
            "azure-api.net",
            "azureedge.net",
            "azurewebsites.net",
            "blogspot.com",
            "cloudfront.net",
            "cloudfunctions.net",
            "digitaloceanspaces.com",
            "fastly.net",
            "firebaseapp.com",
            "fly.dev",
            "github.io",
            "gitlab.io",
            "googleapis.com",
            "googleusercontent.com",
            "herokuapp.com",
            "netlify.app",
            "ngrok.io",
            "onrender.com",
            "pages.dev",
            "run.app",
            "sharepoint.com",
            "trycloudflare.com",
            "vercel.app",
            "web.app",
            "windows.net",
            "workers.dev",
            "akamai.net",
            "akamaiedge.net",
            "akamaized.net",
            "edgekey.net",
            "edgesuite.net",
            "duckdns.org",
            "no-ip.org",
            "dyndns.org");

    private Domains() {}

    /** Whether a policy can name it. */
    static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && VALID.matcher(name).matches();
    }

    /** {@code example.co.uk} of {@code a.b.example.co.uk}; empty for addresses, single labels and domains shared by strangers. */
    public static Optional<String> owned(String name) {
        if (IpAddress.parse(name).isPresent()) {
            return Optional.empty();
        }
        String[] labels = name.split("\\.", -1);
        int count = labels.length;
        boolean country = count >= 2 && labels[count - 1].length() == 2 && SECOND_LEVEL.contains(labels[count - 2]);
        int wanted = country ? 3 : 2;
        if (count < wanted || count == 2 && country) {
            return Optional.empty();
        }
        String owned = String.join(".", Arrays.copyOfRange(labels, count - wanted, count));
        return SHARED.contains(owned) || !isValid(owned) ? Optional.empty() : Optional.of(owned);
    }
}
