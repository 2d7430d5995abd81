/** Texts in all the world's scripts, by what a reader counts: as `engine/texts.py` does it for the rules' doors. */

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const WORDS = new Intl.Segmenter(undefined, { granularity: "word" });
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const SIGNS = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;
const UNSPACED = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]";
const UNSPACED_END = new RegExp(`(?:${UNSPACED}\\p{M}*|[、。])$`, "u");
const UNSPACED_START = new RegExp(`^${UNSPACED}`, "u");
const MOST_REMEMBERED = 32;

/** How many characters a reader counts: a letter with its signs is one, and so is a family of emoji. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of CHARACTERS.segment(text)) count += 1;
  return count;
}

/** Whether there is anything in it to be seen. */
export function canBeSeen(text: string): boolean {
  return text.replace(UNSEEN, "").trim() !== "";
}

/** As it can be sent: half a character, as a cut leaves it, is none. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "");
}

/** For a search: without case, and without signs that somebody may have no key for. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(SIGNS, "").toLocaleLowerCase();
}

const ends = new Map<string, readonly number[]>();

/** The whole words of a text's beginning, in scripts that part no words as well. */
export function wordsWithin(text: string, length: number): string {
  if (length >= text.length) return text;
  const end = wordEnds(text).findLast((at) => at <= length) ?? 0;
  return text.slice(0, end).trimEnd();
}

function wordEnds(text: string): readonly number[] {
  const known = ends.get(text);
  if (known !== undefined) return known;
  if (ends.size >= MOST_REMEMBERED) ends.clear();
  const starts = [...WORDS.segment(text)].map(({ index }) => index);
  const found = starts.filter((at) => isEnd(text, at));
  ends.set(text, found);
  return found;
}

/** A word ends before a blank, and in a script that parts no words before the next one. */
function isEnd(text: string, at: number): boolean {
  return /^\s/u.test(text.slice(at, at + 1)) || (UNSPACED_END.test(text.slice(0, at)) && UNSPACED_START.test(text.slice(at)));
}
