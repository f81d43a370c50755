package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.inventory.InventoryException;
import io.plainsight.stream.inventory.InventoryFiles;
import io.plainsight.stream.inventory.InventoryReader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Certificates of services whose own nobody sees on the wire. */
final class InventoryOption {
    @Option(
            names = "--inventory",
            paramLabel = "FILE|DIR",
            arity = "1",
            description =
                    "Certificates that services have, for those that TLS 1.3 hides: PEM files, directories of them,"
                            + " or CSV files. May be given several times.")
    List<Path> paths = List.of();

    /** As they are now. */
    Inventory read() {
        try {
            return paths.isEmpty() ? Inventory.NONE : InventoryReader.read(paths);
        } catch (InventoryException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** As they are, and as they become. */
    InventoryFiles watch() {
        try {
            return InventoryFiles.watch(paths);
        } catch (InventoryException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
