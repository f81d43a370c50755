package io.plainsight.sensor.capture.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/**
 * The C library's calls that a packet socket needs, for Linux with 64-bit pointers. Each throws {@link LastErrorException}
 * with errno where the C function gives -1. None is called per packet.
 */
interface LibC extends Library {
    // errno-base.h and errno.h
    int EPERM = 1;
    int EINTR = 4;
    int ENXIO = 6;
    int ENOMEM = 12;
    int EACCES = 13;
    int ENODEV = 19;
    int EINVAL = 22;
    int ENETDOWN = 100;

    // poll.h
    short POLLIN = 0x001;
    short POLLERR = 0x008;

    // sys/mman.h
    int PROT_READ = 0x1;
    int PROT_WRITE = 0x2;
    int MAP_SHARED = 0x01;

    int socket(int domain, int type, int protocol) throws LastErrorException;

    int bind(int fd, Memory address, int length) throws LastErrorException;

    int setsockopt(int fd, int level, int option, Memory value, int length) throws LastErrorException;

    int getsockopt(int fd, int level, int option, Memory value, IntByReference length) throws LastErrorException;

    /** Variadic in C; on the 64-bit ABIs of Linux a third argument goes the same way. */
    int ioctl(int fd, long request, Memory argument) throws LastErrorException;

    Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset)
            throws LastErrorException;

    int munmap(Pointer address, long length) throws LastErrorException;

    int poll(Memory descriptors, long count, int timeoutMs) throws LastErrorException;

    int close(int fd) throws LastErrorException;

    String strerror(int errno);

    /** Loads the library on first use, so that systems without it are asked only when a ring is. */
    static LibC get() {
        return Holder.INSTANCE;
    }

    /** Holds the one binding. */
    final class Holder {
        private static final LibC INSTANCE = Native.load("c", LibC.class);

        private Holder() {}
    }
}
