/** What reading flow logs costs. */
package io.plainsight.bench.flowlog;
