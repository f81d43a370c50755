/**
 * State that cannot grow without bound: stores with cap and time to live, and values that live in them. Used by processors
 * on their stream thread.
 */
package io.plainsight.stream.state;
