from playwright.sync_api import sync_playwright

from tests.browser.chromium import LAUNCH_OPTIONS, find_chromium


def test_there_is_a_browser_that_draws() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(LAUNCH_OPTIONS))
        page = browser.new_page(viewport={"width": 80, "height": 40})
        page.set_content("<body style='background: rgb(1, 2, 3)'>Everbrook")
        assert page.inner_text("body") == "Everbrook"
        assert page.screenshot().startswith(b"\x89PNG")
        browser.close()
