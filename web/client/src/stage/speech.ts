/** Speech bubbles: what people say, in piles by talk, placed so that all can be read. */

import type { Label } from "./labels";
import { type Pile, type Point, type Room, TAIL, placePiles } from "./placing";
import { type Rect, union, within } from "./rects";

interface Bubble {
  readonly element: HTMLElement;
  readonly speaker: HTMLElement;
  readonly text: HTMLElement;
  readonly tail: HTMLElement;
  content: string;
  width: number;
  height: number;
}

type FacesByTalk = ReadonlyMap<string, readonly Rect[]>;

export interface SpeechLayer {
  /** Shows who speaks; answers with where speech stands. `talks` has who listens too; `room` what may not be covered. */
  show(labels: readonly Label[], talks: FacesByTalk, room: Room): readonly Rect[];
  /** Has all be measured again, when letters have become larger or smaller. */
  forgetSizes(): void;
}

/** People farther apart than this many faces no longer stand together. */
const TOGETHER_FACES = 6;
const TAIL_MARGIN = 14;
/** By the number of characters: how wide the lines of a text may be. */
const WIDE_FROM = 90;
const WIDEST_FROM = 220;

export function createSpeechLayer(parent: HTMLElement): SpeechLayer {
  const bubbles = new Map<string, Bubble>();
  const idle: Bubble[] = [];

  function bubbleOf(id: string): Bubble {
    const bubble = bubbles.get(id) ?? idle.pop() ?? createBubble(parent);
    bubbles.set(id, bubble);
    return bubble;
  }

  function retire(present: ReadonlySet<string>): void {
    for (const [id, bubble] of bubbles) {
      if (present.has(id)) continue;
      bubbles.delete(id);
      hide(bubble);
      idle.push(bubble);
    }
  }

  return {
    show(labels, talks, room) {
      retire(new Set(labels.map(({ id }) => id)));
      const speaking = labels.map((label) => ({ label, bubble: bubbleOf(label.id) }));
      for (const { label, bubble } of speaking) write(bubble, label);
      for (const { bubble } of speaking) measure(bubble);
      return place(pilesOf(speaking, talks), room);
    },
    forgetSizes() {
      for (const bubble of bubbles.values()) bubble.width = 0;
    },
  };
}

interface Speaking {
  readonly label: Label;
  readonly bubble: Bubble;
}

interface Heap {
  readonly faces: Rect;
  readonly lines: Speaking[];
}

/** The lines of those who stand together, oldest first; first the talk that one heeds, then by id, so that nothing jumps. */
function pilesOf(speaking: readonly Speaking[], talks: FacesByTalk): readonly Heap[] {
  const heaps = new Map<string, Heap>();
  for (const one of speaking.toSorted((a, b) => saidAt(a) - saidAt(b))) {
    const { id, talk, face } = one.label;
    const faces = talk === null ? [face] : (talks.get(talk) ?? [face]);
    const key = talk !== null && areTogether(faces) ? talk : id;
    const heap = heaps.get(key);
    if (heap === undefined) heaps.set(key, { faces: union(key === id ? [face] : faces), lines: [one] });
    else heap.lines.push(one);
  }
  return [...heaps]
    .toSorted(([one, a], [other, b]) => heedOf(b) - heedOf(a) || (one < other ? -1 : 1))
    .map(([, heap]) => heap);
}

function heedOf({ lines }: Heap): number {
  return lines.some(({ label }) => label.marked) ? 1 : 0;
}

function saidAt({ label }: Speaking): number {
  return label.bubble?.saidAtMs ?? Infinity;
}

function areTogether(faces: readonly Rect[]): boolean {
  const { width, height } = union(faces);
  return Math.max(width, height) <= TOGETHER_FACES * (faces[0]?.width ?? 0);
}

function place(heaps: readonly Heap[], room: Room): readonly Rect[] {
  const wishes = heaps.map(({ faces, lines }): Pile => ({
    faces,
    lines: lines.map(({ label, bubble }) => ({
      x: middleOf(label.face),
      width: bubble.width,
      height: bubble.height,
    })),
  }));
  const covered: Rect[] = [];
  placePiles(wishes, room).forEach((points, pileAt) => {
    points.forEach((point, lineAt) => {
      const one = heaps[pileAt]?.lines[lineAt];
      if (one === undefined) return;
      if (point === null) hide(one.bubble);
      else covered.push(move(one, point, lineAt === points.length - 1));
    });
  });
  return covered;
}

/** At once: on a way there it could cover what is to be seen. */
function move({ label, bubble }: Speaking, { left, top }: Point, isLowest: boolean): Rect {
  bubble.element.classList.add("is-shown");
  bubble.element.style.transform = `translate(${px(left)}, ${px(top)})`;
  const isPointing = isLowest && isRightAbove({ left, top }, bubble, label.face);
  pointAt(bubble, middleOf(label.face) - left, isPointing);
  return { left, top, width: bubble.width, height: bubble.height };
}

/** A tail that would point past who speaks, or through another line, says the wrong thing. */
function isRightAbove({ left, top }: Point, { width, height }: Bubble, face: Rect): boolean {
  const gap = face.top - (top + height);
  const x = middleOf(face);
  return gap >= 0 && gap < 3 * TAIL && x > left && x < left + width;
}

function pointAt({ element, tail, width }: Bubble, x: number, isPointing: boolean): void {
  element.classList.toggle("is-pointing", isPointing);
  if (!isPointing) return;
  const at = within(x, TAIL_MARGIN, width - TAIL_MARGIN);
  tail.style.transform = `translate(${px(at * Math.SQRT1_2)}, ${px(-at * Math.SQRT1_2)})`;
}

function middleOf(face: Rect): number {
  return face.left + face.width / 2;
}

function hide(bubble: Bubble): void {
  bubble.element.classList.remove("is-shown");
}

function write(bubble: Bubble, { name, bubble: speech, human }: Label): void {
  const { classList } = bubble.element;
  classList.toggle("is-leaving", speech?.isLeaving === true);
  const content = `${name}\n${speech?.text ?? ""}`;
  if (bubble.content === content) return;
  bubble.content = content;
  bubble.width = 0;
  bubble.speaker.textContent = name;
  bubble.text.textContent = speech?.text ?? "";
  const length = speech?.text.length ?? 0;
  classList.toggle("is-typing", speech === null);
  classList.toggle("is-human", human);
  classList.toggle("is-wide", length > WIDE_FROM);
  classList.toggle("is-widest", length > WIDEST_FROM);
}

function measure(bubble: Bubble): void {
  if (bubble.width > 0) return;
  bubble.width = bubble.element.offsetWidth;
  bubble.height = bubble.element.offsetHeight;
}

function createBubble(parent: HTMLElement): Bubble {
  const element = child(parent, "div", "stage-bubble");
  const speaker = child(element, "div", "stage-bubble-speaker");
  const text = child(element, "div", "stage-bubble-text");
  for (const typed of [speaker, text]) typed.dir = "auto";
  const dots = child(element, "div", "stage-dots");
  for (let count = 0; count < 3; count += 1) child(dots, "i", "");
  const tail = child(element, "div", "stage-bubble-tail");
  return { element, speaker, text, tail, content: "", width: 0, height: 0 };
}

export function child(parent: HTMLElement, kind: string, className: string): HTMLElement {
  const element = document.createElement(kind);
  element.className = className;
  parent.append(element);
  return element;
}

/** Whole pixels: text on a fraction of one is blurred. */
export function px(value: number): string {
  return `${Math.round(value)}px`;
}
