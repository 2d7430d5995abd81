/** Every text that a person reads stands in the catalogue, in each language. */

import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { english } from "../../src/texts/english";
import { german } from "../../src/texts/german";

const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));
const WORD = /\p{L}{2}/u;
/** Words with a blank between them, or a sentence of one word. */
const PROSE = /\p{L}{2,}[,;:]? \p{L}+|^\p{Lu}\p{Ll}+(…|\.|!)?$/u;
/** Attributes that a browser shows or reads out. */
const SPOKEN = new Set(["aria-label", "aria-description", "alt", "label", "placeholder", "title", "text", "about"]);
/** What no person reads: class names, addresses, keys, drawings; and errors of who programs. */
const UNREAD_ATTRIBUTES = new Set(["className", "d", "viewBox", "transform", "key", "id", "type", "href"]);
const MEDIA = /^\([a-z-]+: [a-z]+\)$/;
const NAMED_WORDS = new Set([
  "Arrow",
  "Bearer",
  "Enter",
  "Escape",
  "Problem",
  "WebKit WebGL",
  "input, textarea, select",
]);

interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

function textOf(node: Node): string | null {
  if (node.type === "JSXText" || (node.type === "Literal" && typeof node["value"] === "string")) {
    return String(node["value"]);
  }
  if (node.type !== "TemplateElement") return null;
  return (node["value"] as { readonly cooked: string }).cooked;
}

/** Each literal that a person would read, in the order of the source. */
function literalsIn(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: Node, isSpoken: boolean): void => {
    if (isUnread(node)) return;
    const text = textOf(node)?.trim() ?? "";
    const isText = node.type === "JSXText" || isSpoken ? WORD.test(text) : PROSE.test(text);
    if (isText && !NAMED_WORDS.has(text) && !MEDIA.test(text)) found.push(text);
    const spoken = isSpoken || isSpokenPart(node);
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child, spoken);
    }
  };
  visit(parseSync(name, source).program as unknown as Node, false);
  return found;
}

function isUnread(node: Node): boolean {
  if (/^(Import|ExportAll|TS)/.test(node.type)) return true;
  if (node.type === "ThrowStatement" || isErrorMade(node) || isWritten(node)) return true;
  return node.type === "JSXAttribute" && UNREAD_ATTRIBUTES.has(attributeName(node));
}

function isErrorMade(node: Node): boolean {
  const callee = node["callee"];
  return node.type === "NewExpression" && isNode(callee) && callee["name"] === "Error";
}

/** What is written into a style, or looked for in the page. */
function isWritten(node: Node): boolean {
  const target = node["left"];
  return (
    node.type === "AssignmentExpression" &&
    isNode(target) &&
    isNode(target["object"]) &&
    isNode(target["object"]["property"]) &&
    target["object"]["property"]["name"] === "style"
  );
}

function attributeName(node: Node): string {
  return isNode(node["name"]) ? String(node["name"]["name"]) : "";
}

function isSpokenPart(node: Node): boolean {
  return node.type === "JSXAttribute" && SPOKEN.has(attributeName(node));
}

function* sourceFiles(): Generator<string> {
  for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const place = relative(SOURCES, path);
    const isOwn = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    if (isOwn && !/^(texts|wire)\//.test(place)) yield path;
  }
}

/** The catalogue's texts, each by its way there; functions are tried with what they may be given. */
function* textsIn(value: unknown, way: string): Generator<readonly [way: string, text: string]> {
  if (typeof value === "string") yield [way, value];
  else if (typeof value === "function") yield [way, String((value as (...all: unknown[]) => unknown)("7", 7, "7", "7", "7"))];
  else if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) yield* textsIn(part, `${way}.${name}`);
  }
}

const placeholders = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe("the catalogue", () => {
  it("holds every text of the page", () => {
    const outside = [...sourceFiles()].flatMap((path) =>
      literalsIn(path, readFileSync(path, "utf8")).map((text) => `${relative(SOURCES, path)}: ${text}`),
    );
    expect(outside).toEqual([]);
  });

  it("would be missed", () => {
    const source = `const a = <p title="Go there">{isOn ? "Two words" : \`\${name} left\`}Hi</p>;
      const b = "not one" + <i className="not me" aria-label={c ? "Stop" : x} />; throw new Error("no text here");`;
    expect(literalsIn("a.tsx", source)).toEqual(["Go there", "Two words", "Hi", "not one", "Stop"]);
    expect(literalsIn("b.ts", "notices.tell(`You stopped walking: ${reason}`)")).toHaveLength(1);
  });

  it("says the same things in each language, with the same gaps to fill", () => {
    const theirs = new Map(textsIn(german, ""));
    for (const [way, text] of textsIn(english, "")) {
      const other = theirs.get(way);
      expect(other, way).toBeDefined();
      expect(other?.trim() === "", way).toBe(text.trim() === "");
      expect(placeholders(other ?? ""), way).toEqual(placeholders(text));
    }
  });

  it("is translated, but for what is the same in both", () => {
    const theirs = new Map(textsIn(german, ""));
    const same = [...textsIn(english, "")].filter(
      ([way, text]) => PROSE.test(text) && theirs.get(way) === text && !way.endsWith(".keys"),
    );
    expect(same.map(([way]) => way)).toEqual([
      ".languages.en",
      ".languages.de",
      ".name",
      ".sheets.person",
      ".states.live.label",
      ".mind.pages.plan",
      ".mind.memories.filter",
      ".mind.memories.kinds.plan",
    ]);
  });
});
