/** Retained observations read again, to try a changed policy on them beside the one in force, without any effect on what runs. */
package io.plainsight.stream.backtest;
