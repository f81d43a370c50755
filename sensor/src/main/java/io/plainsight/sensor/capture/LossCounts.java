package io.plainsight.sensor.capture;

/**
 * Turns libpcap's running totals of lost frames into what was lost since the last look. libpcap keeps them in 32 bits that
 * wrap, and an interface's own total may fall when its driver is reset: that counts as nothing lost.
 *
 * <p><b>Threading:</b> one thread writes, any may read the totals.
 */
public final class LossCounts {
    private static final long MASK = 0xffff_ffffL;
    private static final long LARGEST_STEP = 1L << 31;

    private long lastByKernel;
    private long lastByInterface;
    private volatile long byKernel;
    private volatile long byInterface;

    /** Takes libpcap's totals and tells the handler of what is new. */
    public void update(long kernelTotal, long interfaceTotal, PacketHandler handler) {
        long kernel = step(lastByKernel, kernelTotal);
        long atInterface = step(lastByInterface, interfaceTotal);
        lastByKernel = kernelTotal;
        lastByInterface = interfaceTotal;
        if (kernel + atInterface > 0) {
            byKernel = byKernel + kernel;
            byInterface = byInterface + atInterface;
            handler.onLoss(kernel, atInterface);
        }
    }

    public long byKernel() {
        return byKernel;
    }

    public long byInterface() {
        return byInterface;
    }

    private static long step(long before, long now) {
        long step = (now - before) & MASK;
        return step < LARGEST_STEP ? step : 0;
    }
}
