package io.plainsight.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.alerting.Alerts;
import io.plainsight.events.Alert;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as an analyst meets it. */
class ConsoleBrowserTest {
    private static Browser browser;
    private ConsoleFixture console;

    @BeforeAll
    static void openBrowser() throws Exception {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openConsole() throws Exception {
        console = new ConsoleFixture();
        browser.size(1280, 800);
        browser.dark(false);
        browser.complaints();
    }

    @AfterEach
    void closeConsole() {
        browser.go(java.net.URI.create("about:blank"));
        console.close();
    }

    @Test
    void shouldSayThatThereAreNoAlertsYet() {
        browser.go(console.uri("/"));

        browser.awaitText("#empty-title", "No alerts");
        browser.awaitText("#connection-text", "live");
        browser.awaitText("#posture-note", "No connection has been judged yet");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowAnAlertThatArrivesWhileThePageIsOpen() {
        browser.go(console.uri("/"));
        browser.awaitText("#connection-text", "live");

        console.alerts.put(Alerts.alert("new").reason("Telnet in clear.").build());

        browser.awaitCount("#rows tr", 1);
        browser.awaitText("#rows .c-reason", "Telnet in clear.");
        assertThat(browser.find("#rows .severity").getText()).isEqualTo("high");
        assertThat(browser.find("#rows .c-last time").getDomAttribute("title"))
                .isEqualTo("2026-11-20T12:00:00.123456Z (UTC)");

        console.alerts.put(
                Alerts.alert("new").reason("Telnet in clear.").count(17).build());
        browser.awaitText("#rows .c-count", "17");
        browser.awaitCount("#rows tr", 1);
    }

    @Test
    void shouldShowPostureAsFiguresThatFollowTheTopic() {
        console.posture.put("total", ConsoleFixture.posture(75, 20, 5, 0));
        browser.go(console.uri("/"));
        browser.awaitText(".figure-protected", "75.0 %");
        browser.awaitText(".figure-plaintext", "5.0 %");
        browser.awaitText("#connection-text", "live");

        console.posture.put("total", ConsoleFixture.posture(100, 0, 0, 0));

        browser.awaitText(".figure-protected", "100 %");
    }

    @Test
    void shouldSayWhenTheFiguresAreAboutPlayedFiles() {
        console.posture.put("replay/total", ConsoleFixture.posture(2, 1, 1, 0));

        browser.go(console.uri("/"));

        browser.awaitText("#posture-note", "4 connections in played files");
        browser.awaitText(".figure-protected", "50.0 %");
    }

    @Test
    void shouldFilterByClickAndKeepTheFilterAcrossReload() {
        ConsoleDemo.fill(console);
        browser.go(console.uri("/"));
        browser.awaitCount("#rows tr", 8);

        browser.find("#chip-critical").click();
        browser.awaitCount("#rows tr", 2);
        browser.awaitUrl("severity=critical");
        browser.find("#rows tr:first-child .c-rule .value").click();
        browser.awaitCount("#rows tr", 1);
        browser.driver().navigate().refresh();

        browser.awaitCount("#rows tr", 1);
        assertThat(browser.driver().getCurrentUrl())
                .contains("severity=critical")
                .contains("rule=downgrade");
        browser.awaitText("#rows .c-entity", "10.0.1.9:443");
        browser.driver().navigate().back();
        browser.awaitCount("#rows tr", 2);
        browser.find(".clear").click();
        browser.awaitCount("#rows tr", 8);
    }

    @Test
    void shouldSearchAndSayWhenNothingMatches() {
        ConsoleDemo.fill(console);
        browser.go(console.uri("/"));
        browser.awaitCount("#rows tr", 8);

        browser.press("/");
        browser.find("#text-filter").sendKeys("ldap unknown_ca");
        browser.awaitCount("#rows tr", 1);
        browser.awaitUrl("q=ldap");
        browser.find("#text-filter").sendKeys("zzz");

        browser.awaitText("#empty-title", "No alert matches these filters");
    }

    @Test
    void shouldExplainAnAlertInItsDetailView() {
        ConsoleDemo.fill(console);
        browser.go(console.uri("/?alert=downgrade-1"));

        browser.awaitText("#detail-heading", "TLS downgrade");
        browser.awaitText(".part-why", "the hello was changed on the path");
        browser.awaitText(".part-why", "Seen 41 times");
        assertThat(rowOf("negotiated version")).containsExactly("1.2", "1.3");
        assertThat(rowOf("downgrade sentinel")).containsExactly("tls12", "–");
        assertThat(browser.find("table.evidence").getText())
                .contains("10.0.0.5:51514")
                .contains("10.0.1.9:443")
                .contains("tls/downgrade.pcapng")
                .contains("ends in DOWNGRD 01")
                .contains("1f0c8a2e-77");
        assertThat(browser.find(".part-clauses").getText()).contains("RFC 9325 3.1.1", "SEC09-BP02", "NCSC-P1");
        assertThat(browser.find(".part-facts").getText())
                .contains("T1562.010 Downgrade Attack")
                .contains("97 %")
                .contains("default version 1")
                .contains("internal");
        assertThat(browser.find(".part-remedy").getText()).contains("Raise the server's lowest protocol version");
        assertThat(browser.find(".part-facts a[href='/docs/downgrade']").isDisplayed())
                .isTrue();
        browser.find("details summary").click();
        assertThat(browser.find("details pre").getText()).contains("\"id\": \"downgrade-1\"");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldBeUsableByKeyboardAlone() {
        ConsoleDemo.fill(console);
        browser.go(console.uri("/"));
        browser.awaitCount("#rows tr", 8);

        browser.press("j");
        browser.press("j");
        browser.press("k");
        browser.press("j");
        assertThat(browser.find("#rows tr.selected").getDomAttribute("data-id")).isEqualTo("creds-1");
        browser.press(Keys.ENTER);
        browser.awaitUrl("alert=creds-1");
        browser.awaitText("#detail-heading", "Credentials in plaintext");
        browser.press("j");
        browser.awaitText("#detail-heading", "TLS below the minimum version");
        browser.pressEscape();
        browser.awaitCount("#rows tr", 8);
        browser.awaitText("#rows tr.selected", "tls-below-minimum");
        browser.press("o");
        browser.awaitUrl("alert=tls10-1");
        browser.awaitText("#detail-heading", "TLS below the minimum version");
        browser.press("?");
        assertThat(browser.find("#help").isDisplayed()).isTrue();
        browser.pressEscape();
        assertThat(browser.find("#help").isDisplayed()).isFalse();
    }

    @Test
    void shouldShowWhenTheConnectionIsLostAndCatchUpAfterwards() throws Exception {
        browser.go(console.uri("/"));
        browser.awaitText("#connection-text", "live");
        int port = console.port();

        console.close();
        browser.awaitText("#connection-text", "reconnecting");
        console = new ConsoleFixture(4, port);
        console.alerts.put(Alerts.alert("meanwhile").build());

        browser.awaitText("#connection-text", "live");
        browser.awaitCount("#rows tr", 1);
    }

    @Test
    void shouldShowHostileTextAsText() {
        String attack = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
                + "\u202Egpj.exe\u001b[31mred\u0007 javascript:alert(1)";
        console.alerts.put(Alerts.alert("a/b?c#\"<script>alert(1)</script>")
                .rule("<script>alert(2)</script>", attack)
                .severity(Alert.Severity.CRITICAL)
                .entity("javascript:alert(3) " + attack)
                .zone("<b>zone</b>")
                .reason(attack + "A".repeat(10_000))
                .remediation(attack)
                .measured(Map.of("<i>key</i>", attack, "nested", Map.of("x", List.of(attack))), Map.of("__proto__", 1))
                .evidence(new Alert.Evidence(
                        attack, Alerts.NOON, "javascript:alert(4)", attack, "B".repeat(10_000), attack))
                .build());
        browser.go(console.uri("/"));

        browser.awaitCount("#rows tr", 1);
        assertThat(browser.find("#rows .c-reason").getText())
                .contains("<script>")
                .contains("\\u202egpj.exe\\u001b[31mred\\u0007");
        assertNoMarkup();
        browser.find("#rows .c-entity .value").click();
        browser.awaitUrl("entity=");
        browser.awaitCount("#rows tr", 1);
        browser.find("#rows .open-link").click();

        browser.awaitText("#detail-heading", "<script>document.title");
        browser.awaitText("table.values", "<i>key</i>");
        assertNoMarkup();
        assertThat(browser.find(".reason").getText()).contains("A".repeat(10_000));
        assertThat(browser.all("a[href^='javascript']")).isEmpty();
        assertThat(widthOverflow()).isLessThanOrEqualTo(0);
        browser.size(600, 900);
        assertThat(widthOverflow()).isLessThanOrEqualTo(0);
        browser.driver().navigate().refresh();
        browser.awaitText("#detail-heading", "<script>document.title");
        assertThat(browser.driver().getTitle()).doesNotStartWith("owned");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldFitWideAndNarrowWindows() throws Exception {
        ConsoleDemo.fill(console);
        for (int width : new int[] {1280, 600}) {
            browser.size(width, 900);
            for (boolean dark : new boolean[] {false, true}) {
                browser.dark(dark);
                String name = width + (dark ? "-dark" : "-light");
                browser.go(console.uri("/"));
                browser.awaitCount("#rows tr", 8);
                browser.awaitText("#connection-text", "live");
                browser.awaitText(".figure-protected", "%");
                browser.picture("list-" + name);
                assertThat(widthOverflow()).isLessThanOrEqualTo(0);
                browser.go(console.uri("/?alert=downgrade-1"));
                browser.awaitText("#detail-heading", "TLS downgrade");
                browser.awaitText("#connection-text", "live");
                browser.picture("detail-" + name);
                assertThat(widthOverflow()).isLessThanOrEqualTo(0);
            }
        }
    }

    private void assertNoMarkup() {
        assertThat(browser.all(
                        "#rows script, #rows img, #detail-view script, #detail-view img, #rows b, #detail-view i"))
                .isEmpty();
        assertThat(browser.driver().getTitle()).doesNotStartWith("owned");
    }

    private long widthOverflow() {
        return (Long) browser.driver()
                .executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    private List<String> rowOf(String name) {
        for (WebElement row : browser.all("table.values tbody tr")) {
            if (row.findElement(By.tagName("th")).getText().equals(name)) {
                return row.findElements(By.tagName("td")).stream()
                        .map(WebElement::getText)
                        .toList();
            }
        }
        return List.of();
    }
}
