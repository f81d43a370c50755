/** What packets showed held against what flow logs say, connection by connection: state, judgements, sub-topology. */
package io.plainsight.stream.witness;
