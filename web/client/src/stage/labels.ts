/**
 * Names, emoji and speech bubbles as DOM elements over the canvas: they stay sharp at every
 * magnification. Elements are kept and reused; a frame in which nobody speaks writes transforms only.
 */

import "./labels.css";
import { createNameLayer } from "./names";
import { type Rect, meet } from "./rects";
import { child, createSpeechLayer } from "./speech";
import type { Speech } from "./types";

/** What stands over one person in one frame. */
export interface Label {
  readonly id: string;
  readonly name: string;
  readonly emoji: string | null;
  readonly typing: boolean;
  readonly bubble: Speech | null;
  /** The talk that it belongs to, if any. */
  readonly talk: string | null;
  readonly human: boolean;
  readonly self: boolean;
  /** Selected, followed or under the pointer. */
  readonly marked: boolean;
  readonly named: boolean;
  /** Seen in a house that stands open, where people are close. */
  readonly indoors: boolean;
  /** Middle of the top of the head, in CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** The face, in CSS pixels. */
  readonly face: Rect;
}

/** The stage, and what of it the page has covered. */
export interface Surroundings {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Rect[];
}

export interface LabelLayer {
  /** `far`: the town is seen from so far that letters are smaller. Answers with what must not be covered: speech, faces. */
  show(labels: readonly Label[], far: boolean, around: Surroundings): readonly Rect[];
  destroy(): void;
}

export function createLabelLayer(host: HTMLElement): LabelLayer {
  const root = child(host, "div", "stage-labels");
  root.setAttribute("aria-hidden", "true");
  const names = createNameLayer(child(root, "div", "stage-tags"));
  const speech = createSpeechLayer(child(root, "div", "stage-bubbles"));

  return {
    show(labels, far, around) {
      if (root.classList.contains("is-far") !== far) {
        root.classList.toggle("is-far", far);
        speech.forgetSizes();
        names.forgetSizes();
      }
      const screen = { left: 0, top: 0, width: around.width, height: around.height };
      const speaking = labels.filter((label) => speaks(label) && meet(label.face, screen));
      const faces = facesToSpare(labels, speaking);
      const talks = facesByTalk(labels);
      const room = { width: around.width, height: around.height, taken: [...around.bars, ...faces] };
      const covered = speech.show(speaking, talks, room);
      const named = labels.filter((label) => !speaks(label) && (label.named || label.emoji !== null));
      const taken = [...covered, ...faces];
      names.show(named, taken);
      return taken;
    },
    destroy: () => root.remove(),
  };
}

/** Of all who speak and whom they talk with; indoors of everybody, since people stand close there. */
function facesToSpare(labels: readonly Label[], speaking: readonly Label[]): readonly Rect[] {
  const talks = new Set(speaking.map(({ talk }) => talk));
  return labels
    .filter((label) => label.indoors || speaks(label) || (label.talk !== null && talks.has(label.talk)))
    .map(({ face }) => face);
}

function facesByTalk(labels: readonly Label[]): ReadonlyMap<string, readonly Rect[]> {
  const faces = new Map<string, Rect[]>();
  for (const { talk, face } of labels) {
    if (talk !== null) faces.set(talk, [...(faces.get(talk) ?? []), face]);
  }
  return faces;
}

function speaks(label: Label): boolean {
  return label.typing || label.bubble !== null;
}
