package io.plainsight.sensor.rpc;

import io.plainsight.sensor.dissect.ProtocolFacts;

/** Programs of ONC RPC that are told apart. */
enum RpcProgram {
    NFS("nfs", "NFS", "RFC 7530, RFC 8881, RFC 9289"),
    MOUNT("mount", "NFS mount", "RFC 1813 appendix I"),
    PORTMAP("portmap", "ONC RPC portmap", "RFC 1833"),
    NFS_AUXILIARY("nfs-auxiliary", "NFS locks, status, quotas and ACLs", "RFC 1813");

    private final String protocol;
    private final String title;
    private final String specification;

    RpcProgram(String protocol, String title, String specification) {
        this.protocol = protocol;
        this.title = title;
        this.specification = specification;
    }

    /** The program by its number (IANA registry "RPC Program Numbers"); null for others. */
    static RpcProgram of(long number) {
        return switch ((int) number) {
            case 100000 -> PORTMAP;
            case 100003 -> NFS;
            case 100005 -> MOUNT;
            case 100011, 100021, 100024, 100227 -> NFS_AUXILIARY;
            default -> null;
        };
    }

    String protocol() {
        return protocol;
    }

    ProtocolFacts facts() {
        return new ProtocolFacts(
                title,
                ProtocolFacts.Kind.UPGRADABLE,
                specification,
                "AUTH_SYS or Kerberos and its service, RPC with TLS");
    }
}
