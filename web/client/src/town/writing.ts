/**
 * The lines that people are seen to write: of a model's as much as has been told, of any as much as its writer has
 * had time for. A draft belongs to one operation of its writer, so it is of no use before that one is seen under
 * way, nor once the message is seen said.
 */

import type { DraftFrame, PlayerId, Typing, Writing } from "../wire/types";
import type { TownState } from "./model";
import { wordsWithin } from "./typed";

export interface LineInWriting {
  /** Of the message that it becomes. */
  readonly uuid: string;
  /** Never empty. */
  readonly text: string;
}

export type LinesInWriting = ReadonlyMap<PlayerId, LineInWriting>;

export const NOTHING_WRITTEN: LinesInWriting = new Map();

export function linesInWriting(
  state: TownState,
  drafts: ReadonlyMap<PlayerId, DraftFrame>,
  nowMs: number,
): LinesInWriting {
  const lines = new Map<PlayerId, LineInWriting>();
  for (const { typing } of state.entities.conversations.values()) {
    if (typing === null) continue;
    const draft = drafts.get(typing.player);
    const line =
      typing.message === null
        ? drafted(state, typing.player, draft)
        : writtenDown(typing, typing.message, draft, nowMs);
    if (line !== null && line.text !== "") lines.set(typing.player, line);
  }
  return lines;
}

export function sameLines(one: LinesInWriting, other: LinesInWriting): boolean {
  if (one.size !== other.size) return false;
  for (const [player, { uuid, text }] of one) {
    const line = other.get(player);
    if (line?.uuid !== uuid || line.text !== text) return false;
  }
  return true;
}

function drafted(
  state: TownState,
  player: PlayerId,
  draft: DraftFrame | undefined,
): LineInWriting | null {
  if (draft === undefined) return null;
  for (const agent of state.entities.agents.values()) {
    if (agent.player === player && agent.operation?.id === draft.operation) return draft;
  }
  return null;
}

/** What was shown of a draft stays when it is the beginning of the message. */
function writtenDown(
  typing: Typing,
  message: Writing,
  draft: DraftFrame | undefined,
  nowMs: number,
): LineInWriting {
  const { uuid, text, saidAtMs } = message;
  const share = (nowMs - typing.sinceMs) / (saidAtMs - typing.sinceMs);
  const written = wordsWithin(text, share * text.length);
  const isDrafted = draft?.uuid === uuid && text.startsWith(draft.text);
  return { uuid, text: isDrafted && draft.text.length > written.length ? draft.text : written };
}
