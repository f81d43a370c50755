package io.plainsight.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's headless Chromium, driven as a person would. */
final class Browser implements AutoCloseable {
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where no Chromium is installed, except in continuous integration. */
    static Browser open() throws IOException {
        boolean present = CHROMIUM.canExecute() && DRIVER.canExecute();
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present)
                    .as("chromium and chromium-driver must be installed")
                    .isTrue();
        }
        assumeTrue(present, "no browser: install the packages chromium and chromium-driver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + Files.createTempDirectory("plainsight-chromium"));
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .withSilent(true)
                        .build(),
                options));
    }

    ChromeDriver driver() {
        return driver;
    }

    void go(URI uri) {
        driver.get(uri.toString());
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void dark(boolean on) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                java.util.Map.of(
                        "features",
                        List.of(java.util.Map.of("name", "prefers-color-scheme", "value", on ? "dark" : "light"))));
    }

    WebElement find(String css) {
        return await(
                () -> driver.findElements(By.cssSelector(css)).stream()
                        .findFirst()
                        .orElse(null),
                css);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Waits until the text of the first element that matches contains {@code text}. */
    void awaitText(String css, String text) {
        await(() -> find(css).getText().contains(text) ? true : null, css + " contains " + text);
    }

    void awaitCount(String css, int count) {
        await(() -> all(css).size() == count ? true : null, css + " × " + count);
    }

    void awaitUrl(String part) {
        await(() -> driver.getCurrentUrl().contains(part) ? true : null, "address contains " + part);
    }

    <T> T await(java.util.function.Supplier<T> condition, String what) {
        return new WebDriverWait(driver, Duration.ofSeconds(20))
                .withMessage(what)
                .ignoring(StaleElementReferenceException.class)
                .until(any -> condition.get());
    }

    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void pressEscape() {
        press(Keys.ESCAPE);
    }

    /** What the browser complained of, such as violations of the content-security policy. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Writes what is seen to {@code target/screenshots}. */
    Path picture(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        return Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
