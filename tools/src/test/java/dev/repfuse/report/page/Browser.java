package dev.repfuse.report.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chromium without a window, as it is installed: nothing is downloaded. */
final class Browser implements AutoCloseable {
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final List<String> DRIVERS =
      List.of("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Selenium warns that it does not know the newest protocol, of which nothing is used here. */
  private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts the browser; the test is skipped where there is none. */
  static Browser start(Path profile) {
    Optional<File> browser = installed(BROWSERS);
    Optional<File> driver = installed(DRIVERS);
    assumeTrue(
        browser.isPresent() && driver.isPresent(),
        "skipped: neither of chromium and chromedriver may be missing in /usr/bin");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    PROTOCOLS.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.get())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Optional<File> installed(List<String> paths) {
    return paths.stream().map(File::new).filter(File::canExecute).findFirst();
  }

  /** Shows a file in a window of this size, light or dark. */
  void open(Path page, int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    driver.get(page.toUri().toString());
  }

  /** Milliseconds from the start of the navigation to the first frame with everything in it. */
  double millisecondsToFirstFrame() {
    String frame =
        "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))";
    Object time = Optional.ofNullable(driver.executeAsyncScript(frame)).orElseThrow();
    return ((Number) time).doubleValue();
  }

  /** What the console holds, and since the last call only. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The addresses that were asked for since the last call. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> JsonMapper.shared().readTree(entry.getMessage()).path("message"))
        .filter(message -> message.path("method").asString("").equals("Network.requestWillBeSent"))
        .map(message -> message.at("/params/request/url"))
        .map(JsonNode::asString)
        .toList();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** The box of a node whose label begins so. */
  WebElement box(String side, String label) {
    return find(".pane[data-side=%s] .node[aria-label^=\"%s\"]".formatted(side, label));
  }

  /** Takes a box and moves it by so many pixels. */
  void drag(WebElement box, int right, int down) {
    new Actions(driver).dragAndDropBy(box, right, down).perform();
  }

  /** Sends keys to whatever has the focus. */
  void type(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  void tab() {
    type(Keys.TAB);
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  Object script(String body, Object... arguments) {
    return Optional.ofNullable(driver.executeScript(body, arguments)).orElse("nothing");
  }

  /** Keeps a picture of the window among the build's results. */
  void screenshot(String name) {
    keep(name, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Keeps a picture of the whole page, whatever the window shows of it. */
  void screenshotOfAll(String name) {
    Object size =
        script("const d = document.documentElement; return [d.scrollWidth, d.scrollHeight]");
    List<?> sizes = (List<?>) size;
    Map<String, Object> clip =
        Map.of("x", 0, "y", 0, "width", sizes.getFirst(), "height", sizes.getLast(), "scale", 1);
    Map<String, Object> picture =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
    keep(name, Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
  }

  private static void keep(String name, byte[] picture) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
