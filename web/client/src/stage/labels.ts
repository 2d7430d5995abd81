/**
 * Names, emoji and speech bubbles as DOM elements over the canvas: they stay sharp at every
 * magnification. Elements are kept and reused; a frame in which nobody speaks writes transforms only.
 */

import "./labels.css";
import { type BubbleWish, TAIL_MARGIN, placeBubbles } from "./bubbles";
import { easeShare } from "./camera";

/** What stands over one person in one frame. */
export interface Label {
  readonly id: string;
  readonly name: string;
  readonly emoji: string | null;
  readonly typing: boolean;
  readonly bubble: string | null;
  readonly human: boolean;
  readonly self: boolean;
  /** Selected, followed or under the pointer. */
  readonly marked: boolean;
  readonly named: boolean;
  /** Middle of the top of the head, in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

export interface LabelLayer {
  /** `far`: the town is seen from so far that long speech would hide it. */
  show(labels: readonly Label[], far: boolean, elapsedMs: number): void;
  destroy(): void;
}

interface Bubble {
  readonly element: HTMLElement;
  readonly speaker: HTMLElement;
  readonly text: HTMLElement;
  readonly tail: HTMLElement;
  content: string;
  width: number;
  height: number;
  /** How far it has moved off its wish to make room, eased; NaN until first placed. */
  left: number;
  rise: number;
}

interface Tag {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly emoji: HTMLElement;
  content: string;
  width: number;
  height: number;
  /** How far it stands above its place to make room. */
  rise: number;
}

interface Holder {
  readonly tag: Tag;
  readonly bubble: Bubble;
}

const GAP_OVER_HEAD = 3;
const TAG_GAP = 1;
const TAIL_CSS_PIXELS = 6;
const RISE_TIME_CONSTANT_MS = 90;

export function createLabelLayer(host: HTMLElement): LabelLayer {
  const root = child(host, "div", "stage-labels");
  root.setAttribute("aria-hidden", "true");
  const tags = child(root, "div", "stage-tags");
  const bubbles = child(root, "div", "stage-bubbles");
  const holders = new Map<string, Holder>();
  const idle: Holder[] = [];

  function holderOf(id: string): Holder {
    const known = holders.get(id);
    if (known !== undefined) return known;
    const holder = idle.pop() ?? { tag: createTag(tags), bubble: createBubble(bubbles) };
    holders.set(id, holder);
    return holder;
  }

  function retire(present: ReadonlySet<string>): void {
    for (const [id, holder] of holders) {
      if (present.has(id)) continue;
      holders.delete(id);
      hide(holder.tag.element);
      hide(holder.bubble.element);
      idle.push(holder);
    }
  }

  return {
    show(labels, far, elapsedMs) {
      if (root.classList.contains("is-far") !== far) {
        root.classList.toggle("is-far", far);
        for (const { bubble, tag } of holders.values()) {
          bubble.width = 0;
          tag.width = 0;
        }
      }
      retire(new Set(labels.map((label) => label.id)));
      const speaking: Speaking[] = [];
      const tagged: Tagged[] = [];
      for (const label of labels) {
        const holder = holderOf(label.id);
        if (showTag(holder.tag, label)) tagged.push({ label, tag: holder.tag });
        if (speaks(label)) speaking.push({ label, bubble: holder.bubble });
        else hide(holder.bubble.element);
      }
      raiseTags(tagged, root.clientWidth);
      writeBubbles(speaking);
      measureBubbles(speaking);
      moveBubbles(speaking, root.clientWidth, elapsedMs);
    },
    destroy: () => root.remove(),
  };
}

function speaks(label: Label): boolean {
  return label.typing || label.bubble !== null;
}

function child(parent: HTMLElement, kind: string, className: string): HTMLElement {
  const element = document.createElement(kind);
  element.className = className;
  parent.append(element);
  return element;
}

function createTag(parent: HTMLElement): Tag {
  const element = child(parent, "div", "stage-tag");
  const emoji = child(element, "span", "stage-tag-emoji");
  const name = child(element, "span", "stage-tag-name");
  return { element, name, emoji, content: "", width: 0, height: 0, rise: 0 };
}

function createBubble(parent: HTMLElement): Bubble {
  const element = child(parent, "div", "stage-bubble");
  const speaker = child(element, "div", "stage-bubble-speaker");
  const text = child(element, "div", "stage-bubble-text");
  const dots = child(element, "div", "stage-dots");
  for (let count = 0; count < 3; count += 1) child(dots, "i", "");
  const tail = child(element, "div", "stage-bubble-tail");
  return { element, speaker, text, tail, content: "", width: 0, height: 0, left: NaN, rise: 0 };
}

function hide(element: HTMLElement): void {
  element.classList.remove("is-shown");
}

/** Whether there is anything to show. */
function showTag(tag: Tag, label: Label): boolean {
  const emoji = speaks(label) ? "" : (label.emoji ?? "");
  const name = label.named && !speaks(label) ? label.name : "";
  if (emoji === "" && name === "") {
    hide(tag.element);
    return false;
  }
  const { element } = tag;
  const content = `${emoji}\n${name}`;
  if (tag.content !== content) {
    tag.content = content;
    tag.width = 0;
    tag.emoji.textContent = emoji;
    tag.name.textContent = name;
  }
  element.classList.add("is-shown");
  element.classList.toggle("is-marked", label.marked);
  element.classList.toggle("is-human", label.human);
  element.classList.toggle("is-self", label.self);
  element.style.transform = `translate(${px(label.x)}, ${px(label.y - GAP_OVER_HEAD)}) translate(-50%, -100%)`;
  return true;
}

interface Tagged {
  readonly label: Label;
  readonly tag: Tag;
}

/** Names of people close to one another stand in a pile, that of who is in front at the bottom. */
function raiseTags(tagged: Tagged[], screenWidth: number): void {
  tagged.sort((a, b) => b.label.y - a.label.y);
  for (const { tag } of tagged) {
    if (tag.width > 0) continue;
    tag.width = tag.element.offsetWidth;
    tag.height = tag.element.offsetHeight;
  }
  const wishes = tagged.map(({ label, tag }): BubbleWish => {
    return { x: label.x, y: label.y, width: tag.width, height: tag.height };
  });
  const places = placeBubbles(wishes, screenWidth, TAG_GAP);
  tagged.forEach(({ label, tag }, index) => {
    const place = places[index];
    if (place === undefined) return;
    const rise = Math.round(label.y - tag.height - place.top);
    if (rise === tag.rise) return;
    tag.rise = rise;
    tag.element.style.translate = `0 ${-rise}px`;
  });
}

interface Speaking {
  readonly label: Label;
  readonly bubble: Bubble;
}

function writeBubbles(speaking: readonly Speaking[]): void {
  for (const { label, bubble } of speaking) {
    const { classList } = bubble.element;
    if (!classList.contains("is-shown")) {
      bubble.left = NaN;
      classList.add("is-shown");
    }
    const content = `${label.name}\n${label.bubble ?? ""}`;
    if (bubble.content === content) continue;
    bubble.content = content;
    bubble.width = 0;
    bubble.speaker.textContent = label.name;
    bubble.text.textContent = label.bubble ?? "";
    classList.toggle("is-typing", label.bubble === null);
    classList.toggle("is-human", label.human);
  }
}

function measureBubbles(speaking: readonly Speaking[]): void {
  for (const { bubble } of speaking) {
    if (bubble.width > 0) continue;
    bubble.width = bubble.element.offsetWidth;
    bubble.height = bubble.element.offsetHeight;
  }
}

function moveBubbles(speaking: Speaking[], screenWidth: number, elapsedMs: number): void {
  speaking.sort((a, b) => b.label.y - a.label.y);
  const wishes = speaking.map(({ label, bubble }): BubbleWish => {
    const y = label.y - GAP_OVER_HEAD - TAIL_CSS_PIXELS;
    return { x: label.x, y, width: bubble.width, height: bubble.height };
  });
  const places = placeBubbles(wishes, screenWidth);
  speaking.forEach(({ label, bubble }, index) => {
    const place = places[index];
    const wish = wishes[index];
    if (place === undefined || wish === undefined) return;
    const share = Number.isNaN(bubble.left) ? 1 : easeShare(elapsedMs, RISE_TIME_CONSTANT_MS);
    const rise = wish.y - wish.height - place.top;
    bubble.rise = share === 1 ? rise : bubble.rise + (rise - bubble.rise) * share;
    bubble.left = place.left;
    const top = wish.y - wish.height - bubble.rise;
    bubble.element.style.transform = `translate(${px(place.left)}, ${px(top)})`;
    const tail = Math.min(bubble.width - TAIL_MARGIN, Math.max(TAIL_MARGIN, label.x - place.left));
    bubble.tail.style.transform = `translate(${px(tail * Math.SQRT1_2)}, ${px(-tail * Math.SQRT1_2)})`;
  });
}

/** Whole pixels: text on a fraction of one is blurred. */
function px(value: number): string {
  return `${Math.round(value)}px`;
}
