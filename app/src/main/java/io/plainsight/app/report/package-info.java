/** What an offline analysis prints, as text for people and as JSON. Used by the {@code analyze} command. */
package io.plainsight.app.report;
