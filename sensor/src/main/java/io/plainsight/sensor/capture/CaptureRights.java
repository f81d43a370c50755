package io.plainsight.sensor.capture;

/** What to tell a user who may not capture. */
public final class CaptureRights {
    private CaptureRights() {}

    /** The right is missing; says how to give it. */
    public static CaptureException missing(LiveCaptureConfig config, Throwable cause) {
        String java = ProcessHandle.current().info().command().orElse("$(readlink -f $(which java))");
        return new CaptureException(
                "interface " + config.interfaceName() + ": the right to capture is missing (CAP_NET_RAW); "
                        + "run with sudo, or give the right to Java once: "
                        + "sudo setcap cap_net_raw,cap_net_admin=eip " + java,
                cause);
    }
}
