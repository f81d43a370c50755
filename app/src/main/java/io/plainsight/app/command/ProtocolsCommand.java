package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.sensor.ProtocolTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists what the sensor recognises; {@code docs/protocols.md} is this list. */
@Command(
        name = "protocols",
        description = "List the protocols that the sensor recognises, as a table in Markdown.",
        mixinStandardHelpOptions = true)
public final class ProtocolsCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Override
    public Integer call() {
        main.terminal().out().print(ProtocolTable.markdown());
        return Main.OK;
    }
}
