package io.plainsight.stream.profile;

import io.plainsight.stream.policy.PolicyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The profiles that come with the program, each a resource {@code NAME.yaml} beside this class. */
public final class Profiles {
    /** What holds where a policy names none. */
    public static final String DEFAULT = "bcp195";

    private static final List<String> NAMES =
            List.of(DEFAULT, "nist-800-52r2", "pci-dss-4", "ncsc", "mozilla-intermediate");
    private static final Profile BCP195 = load(DEFAULT);

    private Profiles() {}

    /** BCP 195. */
    public static Profile defaults() {
        return BCP195;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return NAMES;
    }

    public static Optional<Profile> named(String name) {
        if (name.equals(DEFAULT)) {
            return Optional.of(BCP195);
        }
        return NAMES.contains(name) ? Optional.of(load(name)) : Optional.empty();
    }

    private static Profile load(String name) {
        String resource = name + ".yaml";
        try (InputStream in = Profiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("profile is missing from the program: " + resource);
            }
            return ProfileReader.parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("profile cannot be read: " + resource, e);
        } catch (PolicyException e) {
            throw new IllegalStateException(e);
        }
    }
}
