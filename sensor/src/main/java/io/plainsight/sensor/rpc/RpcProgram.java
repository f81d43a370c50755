package io.plainsight.sensor.rpc;

import io.plainsight.sensor.dissect.ProtocolFacts;

/** Programs of ONC RPC by their numbers (IANA registry "RPC Program Numbers"). */
enum RpcProgram {
    NFS("nfs", "NFS", "RFC 7530, RFC 8881, RFC 9289", 100003),
    MOUNT("mount", "NFS mount", "RFC 1813 appendix I", 100005),
    PORTMAP("portmap", "ONC RPC portmap", "RFC 1833", 100000),
    NFS_AUXILIARY("nfs-auxiliary", "NFS locks, status, quotas and ACLs", "RFC 1813", 100011, 100021, 100024, 100227);

    private final String protocol;
    private final String title;
    private final String specification;
    private final int[] numbers;

    RpcProgram(String protocol, String title, String specification, int... numbers) {
        this.protocol = protocol;
        this.title = title;
        this.specification = specification;
        this.numbers = numbers;
    }

    String protocol() {
        return protocol;
    }

    boolean has(long number) {
        for (int own : numbers) {
            if (own == number) {
                return true;
            }
        }
        return false;
    }

    ProtocolFacts facts() {
        return new ProtocolFacts(
                title,
                ProtocolFacts.Kind.UPGRADABLE,
                specification,
                "AUTH_SYS or Kerberos and its service, RPC with TLS");
    }
}
