/** JMH benchmarks of the sensor's parts, on input that the tests' builders make. */
package io.plainsight.bench.micro;
