/**
 * TCP byte streams: sequence arithmetic, reassembly of one direction, and the buffers behind them. Called by the flow layer
 * on the packet path's thread; knows nothing of protocols or observations.
 */
package io.plainsight.sensor.tcp;
