package io.plainsight.sensor.capture.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classic BPF program (linux/filter.h) that chooses the worker for a packet by its pair of IP addresses.
 *
 * <p>Exclusive or and sum of the two are the same in both directions; together they tell apart what either alone does not,
 * such as hosts numbered alike in two networks. Multiplication spreads neighbours. One tag that is
 * still in the frame (the inner one of two) is skipped. Within VXLAN over IPv4, as cloud mirrors send it, the inner
 * addresses count: the outer ones are those of mirror and sensor for all traffic. What is no IP gives 0, as does every
 * packet that is too short, since a load beyond the packet ends a program with 0.
 *
 * <p>Offsets are relative to the network header (SKF_NET_OFF): the kernel calls the program with the link-layer header in
 * front for packets on their way out and without it for those that come in.
 */
final class FanoutProgram {
    // linux/bpf_common.h
    private static final int LD_W_ABS = 0x20;
    private static final int LD_H_ABS = 0x28;
    private static final int LD_W_IND = 0x40;
    private static final int LD_H_IND = 0x48;
    private static final int LD_B_IND = 0x50;
    private static final int LDX_IMM = 0x01;
    private static final int LDX_MEM = 0x61;
    private static final int ST = 0x02;
    private static final int STX = 0x03;
    private static final int LD_MEM = 0x60;
    private static final int ALU_ADD_K = 0x04;
    private static final int ALU_ADD_X = 0x0c;
    private static final int ALU_MUL_K = 0x24;
    private static final int ALU_AND_K = 0x54;
    private static final int ALU_LSH_K = 0x64;
    private static final int ALU_RSH_K = 0x74;
    private static final int ALU_XOR_X = 0xac;
    private static final int JMP_JA = 0x05;
    private static final int JMP_JEQ_K = 0x15;
    private static final int JMP_JSET_K = 0x45;
    private static final int RET_K = 0x06;
    private static final int RET_A = 0x16;
    private static final int MISC_TAX = 0x07;
    private static final int MISC_TXA = 0x87;

    private static final int NET = -0x100000; // SKF_NET_OFF
    private static final int PROTOCOL = -0x1000; // SKF_AD_OFF + SKF_AD_PROTOCOL

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_SERVICE_VLAN = 0x88a8;
    private static final int UDP = 17;
    /** Of an IPv4 header's fragment field; only the first fragment has a UDP header. */
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private static final int VXLAN_PORT = 4789;
    /** From the UDP header on: itself (8), VXLAN (8), the inner Ethernet addresses (12). */
    private static final int INNER_ETHERTYPE = 28;

    private static final int INNER_IP = 30;
    private static final int IPV6_ADDRESS_WORDS = 4;

    // scratch memory
    private static final int IP_START = 0;
    private static final int HELD = 1;
    private static final int ONE = 2;
    private static final int OTHER = 3;

    /** 2^32 divided by the golden ratio, whose multiples spread (Knuth, volume 3, 6.4). */
    private static final int SPREAD = 0x9e3779b1;

    /** Where to go on when a comparison holds, or does not; this one: with the next instruction. */
    private static final String NEXT = "next";

    private final List<Instruction> code = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private FanoutProgram() {}

    /** One struct sock_filter; the jumps are labels still. */
    private record Instruction(int operation, String whenTrue, String whenFalse, int k) {}

    /** The program, each instruction a struct sock_filter in the host's byte order. */
    static byte[] instructions() {
        FanoutProgram program = new FanoutProgram();
        program.findIp();
        program.lookIntoVxlan();
        program.chooseByPair();
        return program.bytes();
    }

    /** A becomes the EtherType, M[IP_START] where the IP header begins. */
    private void findIp() {
        emit(LDX_IMM, 0);
        emit(LD_W_ABS, PROTOCOL);
        branch(JMP_JEQ_K, ETHERTYPE_VLAN, "tagged", NEXT);
        branch(JMP_JEQ_K, ETHERTYPE_SERVICE_VLAN, "tagged", "network");
        label("tagged");
        emit(LD_H_ABS, NET + 2);
        emit(LDX_IMM, 4);
        label("network");
        emit(STX, IP_START);
        branch(JMP_JEQ_K, ETHERTYPE_IPV4, "ipv4", NEXT);
        branch(JMP_JEQ_K, ETHERTYPE_IPV6, "ipv6", NEXT);
        emit(RET_K, 0);
    }

    /** Of a VXLAN packet M[IP_START] becomes the inner header's place. */
    private void lookIntoVxlan() {
        label("ipv4");
        emit(LD_B_IND, NET + 9);
        branch(JMP_JEQ_K, UDP, NEXT, "ipv4-pair");
        emit(LD_H_IND, NET + 6);
        branch(JMP_JSET_K, FRAGMENT_OFFSET, "ipv4-pair", NEXT);
        emit(LD_B_IND, NET);
        emit(ALU_AND_K, 0x0f);
        emit(ALU_LSH_K, 2);
        emit(ALU_ADD_X, 0);
        emit(MISC_TAX, 0);
        emit(LD_H_IND, NET + 2);
        branch(JMP_JEQ_K, VXLAN_PORT, NEXT, "ipv4-pair");
        emit(LD_H_IND, NET + INNER_ETHERTYPE);
        emit(ST, HELD);
        branch(JMP_JEQ_K, ETHERTYPE_IPV4, "inner", NEXT);
        branch(JMP_JEQ_K, ETHERTYPE_IPV6, "inner", "ipv4-pair");
        label("inner");
        emit(MISC_TXA, 0);
        emit(ALU_ADD_K, INNER_IP);
        emit(MISC_TAX, 0);
        emit(STX, IP_START);
        emit(LD_MEM, HELD);
        branch(JMP_JEQ_K, ETHERTYPE_IPV6, "ipv6", "ipv4-pair");
    }

    private void chooseByPair() {
        label("ipv4-pair");
        emit(LDX_MEM, IP_START);
        emit(LD_W_IND, NET + 12);
        emit(ST, ONE);
        emit(LD_W_IND, NET + 16);
        emit(ST, OTHER);
        branch(JMP_JA, 0, "pair", NEXT);
        label("ipv6");
        fold(8, ONE);
        fold(24, OTHER);
        label("pair");
        emit(LD_MEM, ONE);
        emit(LDX_MEM, OTHER);
        emit(ALU_XOR_X, 0);
        emit(ALU_MUL_K, SPREAD);
        emit(ST, HELD);
        emit(LD_MEM, ONE);
        emit(ALU_ADD_X, 0);
        emit(LDX_MEM, HELD);
        emit(ALU_ADD_X, 0);
        emit(ALU_MUL_K, SPREAD);
        emit(ALU_RSH_K, 16);
        emit(RET_A, 0);
    }

    /** Puts the exclusive or of an IPv6 address's words into a place of the scratch memory. */
    private void fold(int offset, int to) {
        emit(LDX_IMM, 0);
        emit(STX, to);
        for (int word = 0; word < IPV6_ADDRESS_WORDS; word++) {
            emit(LDX_MEM, IP_START);
            emit(LD_W_IND, NET + offset + word * Integer.BYTES);
            emit(LDX_MEM, to);
            emit(ALU_XOR_X, 0);
            emit(ST, to);
        }
    }

    private void emit(int operation, int k) {
        branch(operation, k, NEXT, NEXT);
    }

    private void branch(int operation, int k, String whenTrue, String whenFalse) {
        code.add(new Instruction(operation, whenTrue, whenFalse, k));
    }

    private void label(String name) {
        labels.put(name, code.size());
    }

    private byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(code.size() * PacketSocket.INSTRUCTION_LENGTH)
                .order(ByteOrder.nativeOrder());
        for (int i = 0; i < code.size(); i++) {
            Instruction instruction = code.get(i);
            boolean always = instruction.operation == JMP_JA;
            int whenTrue = distance(i, instruction.whenTrue);
            bytes.putShort((short) instruction.operation);
            bytes.put((byte) (always ? 0 : whenTrue));
            bytes.put((byte) distance(i, instruction.whenFalse));
            bytes.putInt(always ? whenTrue : instruction.k);
        }
        return bytes.array();
    }

    /** Instructions skipped to get from one to a label behind it. */
    private int distance(int from, String label) {
        return label.equals(NEXT) ? 0 : labels.get(label) - from - 1;
    }
}
