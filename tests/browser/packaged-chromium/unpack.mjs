// Unpacks the browser, its libraries and its fonts into TMPDIR, and prints the browser's path.
import chromium from "@sparticuz/chromium";

console.log(await chromium.executablePath());
