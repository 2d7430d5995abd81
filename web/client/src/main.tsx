import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createApi } from "./town/http";
import { App } from "./ui/App";
import "./ui/styles/theme.css";
import "./ui/styles/controls.css";
import "./ui/styles/topbar.css";
import "./ui/styles/layout.css";
import "./ui/styles/talk.css";
import "./ui/styles/panels.css";
import "./ui/styles/memories.css";
import "./ui/styles/mind.css";
import "./ui/styles/voice.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App api={createApi()} />
  </StrictMode>,
);
