/** Shows the harbour's bell: it swings as the world's column says, and its strokes are told. */
export default function begin(page) {
  const bell = document.createElement("div");
  bell.className = "card";
  bell.setAttribute("role", "img");
  bell.style.cssText = "padding: 4px 10px; font-size: 28px; transform-origin: top center";
  bell.textContent = "🔔";
  page.corner.append(bell);
  page.onMoment((moment) => {
    const swing = moment.column("bells", "bell", "swing") ?? 0;
    bell.style.transform = `rotate(${swing.toFixed(1)}deg)`;
    bell.setAttribute("aria-label", swing === 0 ? "The harbour bell hangs still" : "The harbour bell swings");
  });
  page.onEvent("bellStruck", ({ body }) => page.tell(`The harbour bell strikes ${body.hour}.`));
  page.onEvent("waved", () => page.tell("Somebody waves."));
}
