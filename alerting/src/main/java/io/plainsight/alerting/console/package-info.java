/**
 * The analyst's page and its JSON, read only: no framework, the JDK's HTTP server, files from the jar. {@link
 * io.plainsight.alerting.console.Gate} stands before everything and treats every request as hostile. Runs on the
 * server's own bounded threads; reads the stores, never writes them.
 */
package io.plainsight.alerting.console;
