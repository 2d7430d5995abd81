/** Names and emoji over heads, in piles where people stand side by side. */

import type { Label } from "./labels";
import { type NameWish, placeNames } from "./placing";
import type { Rect } from "./rects";
import { child, px } from "./speech";

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

export interface NameLayer {
  /** `taken`: speech and the faces of those who speak. */
  show(labels: readonly Label[], taken: readonly Rect[]): void;
  forgetSizes(): void;
}

const GAP_OVER_HEAD = 3;

export function createNameLayer(parent: HTMLElement): NameLayer {
  const tags = new Map<string, Tag>();
  const idle: Tag[] = [];

  function tagOf(id: string): Tag {
    const tag = tags.get(id) ?? idle.pop() ?? createTag(parent);
    tags.set(id, tag);
    return tag;
  }

  function retire(present: ReadonlySet<string>): void {
    for (const [id, tag] of tags) {
      if (present.has(id)) continue;
      tags.delete(id);
      tag.element.classList.remove("is-shown");
      idle.push(tag);
    }
  }

  return {
    show(labels, taken) {
      retire(new Set(labels.map(({ id }) => id)));
      const named = labels
        .map((label) => ({ label, tag: tagOf(label.id) }))
        .toSorted((a, b) => b.label.y - a.label.y);
      for (const { label, tag } of named) write(tag, label);
      for (const { tag } of named) measure(tag);
      const wishes = named.map(({ label, tag }): NameWish => {
        return { x: label.x, y: label.y - GAP_OVER_HEAD, width: tag.width, height: tag.height };
      });
      const points = placeNames(wishes, taken);
      named.forEach(({ label, tag }, place) => {
        const point = points[place] ?? null;
        tag.element.classList.toggle("is-shown", point !== null);
        if (point !== null) raise(tag, label.y - GAP_OVER_HEAD - tag.height - point.top);
      });
    },
    forgetSizes() {
      for (const tag of tags.values()) tag.width = 0;
    },
  };
}

function createTag(parent: HTMLElement): Tag {
  const element = child(parent, "div", "stage-tag");
  const emoji = child(element, "span", "stage-tag-emoji");
  const name = child(element, "span", "stage-tag-name");
  name.dir = "auto";
  return { element, name, emoji, content: "", width: 0, height: 0, rise: 0 };
}

function write(tag: Tag, label: Label): void {
  const emoji = label.emoji ?? "";
  const name = label.named ? label.name : "";
  const content = `${emoji}\n${name}`;
  const { element } = tag;
  if (tag.content !== content) {
    tag.content = content;
    tag.width = 0;
    tag.emoji.textContent = emoji;
    tag.name.textContent = name;
  }
  element.classList.toggle("is-marked", label.marked);
  element.classList.toggle("is-human", label.human);
  element.classList.toggle("is-self", label.self);
  element.style.transform = `translate(${px(label.x)}, ${px(label.y - GAP_OVER_HEAD)}) translate(-50%, -100%)`;
}

function measure(tag: Tag): void {
  if (tag.width > 0) return;
  tag.width = tag.element.offsetWidth;
  tag.height = tag.element.offsetHeight;
}

function raise(tag: Tag, wanted: number): void {
  const rise = Math.round(wanted);
  if (rise === tag.rise) return;
  tag.rise = rise;
  tag.element.style.translate = `0 ${-rise}px`;
}
