import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env["EVERBROOK_URL"] ?? "http://localhost:8123";

export default defineConfig({
  plugins: [react()],
  // Under whatever path the page is served, all else lies beside it.
  base: "./",
  server: {
    // The page for looking at the stage reads the map from the town's data.
    fs: { allow: ["../.."] },
    proxy: { "/api": { target: server, ws: true } },
  },
  build: {
    target: "es2022",
    // A data: address would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    // The polyfill is an inline script to browsers that the target leaves out anyway.
    modulePreload: { polyfill: false },
    sourcemap: true,
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
  },
});
