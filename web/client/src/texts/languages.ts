/** Which languages the page speaks, and which of them a visitor wants. */

import { type Texts, english } from "./english";

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

const ENTRY = "everbrook.language";
const browserStorage = (): Storage => localStorage;

function isLanguage(tag: string | null | undefined): tag is Language {
  return LANGUAGES.some((language) => language === tag);
}

/** What the visitor has chosen, else the first language of the browser's that the page speaks, else English. */
export function preferredLanguage(
  wanted: readonly string[],
  storage: () => Storage = browserStorage,
): Language {
  const chosen = readChosen(storage);
  if (isLanguage(chosen)) return chosen;
  return wanted.map((tag) => tag.split("-")[0]?.toLowerCase()).find(isLanguage) ?? "en";
}

function readChosen(storage: () => Storage): string | null {
  try {
    return storage().getItem(ENTRY);
  } catch {
    // Storage may be forbidden: then the browser decides.
    return null;
  }
}

export function keepLanguage(language: Language, storage: () => Storage = browserStorage): void {
  try {
    storage().setItem(ENTRY, language);
  } catch {
    // Without storage the choice lives as long as the page does.
  }
}

/** English comes with the page, since all else is measured against it; others are fetched. */
export async function loadTexts(language: Language): Promise<Texts> {
  return language === "de" ? (await import("./german")).german : english;
}
