/** What counts as strong: judgements about versions, suites, groups, keys and algorithms as data files with source and date. */
package io.plainsight.stream.profile;
