/**
 * The commands, one class each, and the options that several share. They check what the user gave, start the parts, and
 * print to the {@link io.plainsight.app.command.Terminal} that they are given. Called by {@code Main}, on its thread.
 */
package io.plainsight.app.command;
