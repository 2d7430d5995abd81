import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadTexts, preferredLanguage } from "./texts/languages";
import { Speaking } from "./texts/useTexts";
import { createApi } from "./town/http";
import { App } from "./ui/App";
import { Arrival } from "./ui/keyring/Arrival";
import { arrive, followLinks } from "./ui/keyring/arrive";
import "./ui/styles/theme.css";
import "./ui/styles/controls.css";
import "./ui/styles/dialog.css";
import "./ui/styles/topbar.css";
import "./ui/styles/layout.css";
import "./ui/styles/talk.css";
import "./ui/styles/panels.css";
import "./ui/styles/memories.css";
import "./ui/styles/mind.css";
import "./ui/styles/voice.css";
import "./ui/styles/keyring.css";
import "./ui/styles/feed.css";
import "./ui/styles/statenote.css";
import "./ui/styles/phone.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const first = await loadTexts(preferredLanguage(navigator.languages));
const api = createApi();
followLinks();
const arrived = await arrive(api);
createRoot(root).render(
  <StrictMode>
    <Speaking first={first}>
      <App api={api} />
      <Arrival arrived={arrived} />
    </Speaking>
  </StrictMode>,
);
