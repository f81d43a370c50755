package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.recovery.OpenCause;
import io.plainsight.stream.recovery.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what became of an upgrade, given what the service has shown before. Stateless, thread-safe. The patterns are those
 * of {@code docs/detections/starttls-stripped.md}; of those by which the upgrade did not happen the first that applies wins.
 */
final class StarttlsJudge {
    private final Zones zones;
    private final OfferJudge offers;

    StarttlsJudge(Policy policy) {
        this.zones = new Zones(policy.zones());
        this.offers = new OfferJudge(zones);
    }

    /** @param memory without this connection */
    List<Suspicion> judge(Observation observation, UpgradeMemory memory) {
        Observation.StartTls upgrade = Upgrades.of(observation);
        boolean decides = Upgrades.isDone(observation) || Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED);
        if (upgrade == null || !decides) {
            return List.of();
        }
        List<Suspicion> found = new ArrayList<>(1);
        if (!Upgrades.is(upgrade.used())) {
            notUpgraded(observation, upgrade, memory).ifPresent(found::add);
        }
        if (Upgrades.isDone(observation)) {
            injected(observation, upgrade, memory).ifPresent(found::add);
            unproven(observation, upgrade, memory).ifPresent(found::add);
        }
        return found;
    }

    /** What an observation, with whatever action, says about something found before. */
    Witness.Word about(Observation observation, OpenCause cause) {
        Observation.StartTls upgrade = Upgrades.of(observation);
        if (upgrade == null) {
            return Witness.Word.NOTHING;
        }
        String protocol = Case.protocol(upgrade);
        boolean used = Upgrades.is(upgrade.used());
        if (cause.cause().equals(Pattern.CLEAR_BYTES_INJECTED.cause(protocol))) {
            return word(upgrade.pipelined() != null, used);
        }
        if (cause.cause().equals(Pattern.CERTIFICATE_INVALID.cause(protocol))) {
            boolean seen = used && ServerIdentity.isSeen(observation);
            boolean valid = seen && ServerIdentity.isValid(observation);
            return word(seen && !valid, valid);
        }
        boolean ours = cause.cause().equals(protocol) && Path.of(observation).isIn(cause.scope());
        return word(ours && !used && Upgrades.wentOnInClear(observation), ours && used);
    }

    private static Witness.Word word(boolean shown, boolean clean) {
        return shown ? Witness.Word.SHOWN : clean ? Witness.Word.CLEAN : Witness.Word.NOTHING;
    }

    private Optional<Suspicion> notUpgraded(
            Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        boolean clear = Upgrades.wentOnInClear(observation);
        if (Upgrades.is(upgrade.stripped())) {
            return Optional.of(overwritten(observation, upgrade, memory));
        }
        if (clear && Upgrades.isRefused(upgrade)) {
            return Optional.of(refused(observation, upgrade, memory));
        }
        // before the connection's end an accepted upgrade may still follow, and an offer may still come
        if (!Upgrades.isDone(observation)) {
            return Optional.empty();
        }
        if (Upgrades.is(upgrade.accepted())) {
            return accepted(observation, upgrade, memory, clear);
        }
        return clear && Upgrades.isWhole(observation) ? offers.judge(observation, upgrade, memory) : Optional.empty();
    }

    private Suspicion overwritten(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        String where = upgrade.filler() == null ? "" : " (in what the " + upgrade.filler() + " sent)";
        return new Case(Pattern.OFFER_OVERWRITTEN, observation, upgrade, memory, zones)
                .blame(Blame.BETWEEN, 0.95)
                .severity(Severity.HIGH)
                .reason("The STARTTLS offer of %s was overwritten with filler on its way" + where
                        + ": something between server and client removes TLS from %s.")
                .note("offer overwritten with filler")
                .suspect(null);
    }

    /** A server that announces TLS and then refuses it contradicts itself; one that never had TLS just says so. */
    private Suspicion refused(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        Path path = Path.of(observation);
        boolean othersGetIt = memory.anyAble(other -> !other.client().equals(path.client()), Upgrades.at(observation));
        boolean before = memory.ableBefore(Upgrades.at(observation)) > 0;
        boolean offered = Upgrades.is(upgrade.offered());
        boolean contradicts = offered || before;
        Blame blame = contradicts && (othersGetIt || !offered) ? Blame.BETWEEN : Blame.SERVER;
        double sure = othersGetIt && contradicts ? 0.8 : contradicts ? 0.5 : 0.9;
        return new Case(Pattern.REFUSED_THEN_CLEAR, observation, upgrade, memory, zones)
                .blame(blame, sure)
                .severity(contradicts ? Severity.HIGH : Severity.INFO)
                .confidence(contradicts ? 0.9 : 0.3)
                .reason("A client of %s asked for TLS over %s, was refused, and went on in clear"
                        + (othersGetIt && contradicts
                                ? ", while others get it."
                                : contradicts ? ", although the service offers TLS." : "."))
                .note("refused, then clear")
                .suspect(othersGetIt ? path.networkScope() : null);
    }

    private Optional<Suspicion> accepted(
            Observation observation, Observation.StartTls upgrade, UpgradeMemory memory, boolean clear) {
        boolean seen = Upgrades.is(upgrade.clearFollowed());
        if (!seen && !(clear && Upgrades.isWhole(observation))) {
            return Optional.empty();
        }
        return Optional.of(new Case(Pattern.ACCEPTED_THEN_CLEAR, observation, upgrade, memory, zones)
                .blame(Blame.CLIENT, 0.5)
                .severity(clear ? Severity.HIGH : Severity.MEDIUM)
                .confidence(seen ? 0.95 : 0.7)
                .trusting(seen ? 1 : Certainty.of(observation))
                .reason("%s agreed to start TLS over %s, but the connection went on in clear: the client, or something"
                        + " before it, dropped the upgrade.")
                .note("accepted, then no TLS")
                .suspect(Path.of(observation).networkScope()));
    }

    private Optional<Suspicion> injected(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        if (upgrade.pipelined() == null) {
            return Optional.empty();
        }
        // a server that cannot read the client's bytes as TLS may say so in clear, and then no handshake completes
        boolean answer = upgrade.pipelined().equals("both") && !isComplete(observation);
        boolean byServer = !answer && !upgrade.pipelined().equals("client");
        boolean upgraded = Upgrades.is(upgrade.used());
        return Optional.of(new Case(Pattern.CLEAR_BYTES_INJECTED, observation, upgrade, memory, zones)
                .blame(byServer ? Blame.BETWEEN : Blame.CLIENT, byServer ? 0.6 : 0.5)
                .severity(!upgraded ? Severity.LOW : byServer ? Severity.HIGH : Severity.MEDIUM)
                .confidence(0.8)
                .reason(
                        byServer
                                ? "Clear bytes followed the word of %s that TLS may start over %s: a careless client takes them"
                                        + " for protected ones (response injection)."
                                : "Clear commands to %s followed the request for TLS over %s: a careless server carries them"
                                        + " out as protected ones (command injection).")
                .note("clear bytes between request and TLS, by the " + upgrade.pipelined())
                .suspect(null));
    }

    private static boolean isComplete(Observation observation) {
        return observation.tls() != null && Upgrades.is(observation.tls().established());
    }

    /** Opportunistic TLS goes on whatever the certificate says; a change for the worse may be somebody in the middle. */
    private Optional<Suspicion> unproven(Observation observation, Observation.StartTls upgrade, UpgradeMemory memory) {
        if (!Upgrades.is(upgrade.used()) || !ServerIdentity.isSeen(observation)) {
            return Optional.empty();
        }
        List<String> faults = ServerIdentity.faults(observation);
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        String fingerprint = ServerIdentity.fingerprint(observation);
        boolean foreign = !memory.knows(fingerprint, Upgrades.at(observation));
        boolean changed = foreign && memory.validBefore(Upgrades.at(observation)) >= Case.ESTABLISHED;
        if (!foreign) {
            // the one that was good has expired, or is asked for by another name: rules of their own
            return Optional.empty();
        }
        return Optional.of(new Case(Pattern.CERTIFICATE_INVALID, observation, upgrade, memory, zones)
                .blame(changed ? Blame.BETWEEN : Blame.SERVER, changed ? 0.6 : 0.8)
                .severity(changed ? Severity.MEDIUM : Severity.INFO)
                .confidence(changed ? 0.7 : 0.5)
                .value("certificate_faults", faults)
                .value("certificate_sha256", fingerprint)
                .reason("The client of %s went on over %s with a certificate that proves nothing ("
                        + String.join(", ", faults) + ")"
                        + (changed ? ", where the server showed a good one before." : ": encrypted, but to whom?"))
                .note("went on with a certificate that is " + String.join(", ", faults))
                .suspect(null));
    }
}
