/** How many observations a second the stream processor judges, beside a plain loop on the same broker. */
package io.plainsight.bench.stream;
