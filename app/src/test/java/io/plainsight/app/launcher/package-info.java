/** The launcher script at the repository's root, tried in a tree of its own with a JDK and a Maven that only record calls. */
package io.plainsight.app.launcher;
