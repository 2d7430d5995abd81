/** What a visitor can do in a town: each an input sent with the key one holds, each failure a notice. */

import type {
  ConversationId,
  InputArgs,
  InputName,
  PlayerId,
  Tile,
} from "../wire/types";
import { type Api, Problem } from "./http";
import type { WorldKeys } from "./keys";
import type { Notices } from "./notices";
import type { Store } from "./store";
import { type ViewState, withoutPlayer } from "./view";

export interface Visitor {
  /** Throws what kept the visitor out, for whoever asked to say it on the spot. */
  readonly join: (name: string, look: string) => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly walkTo: (tile: Tile) => Promise<void>;
  /** Begins one of the activities of a place, or sets out for it. */
  readonly begin: (place: string, activity: string) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly invite: (invitee: PlayerId) => Promise<void>;
  readonly accept: (conversation: ConversationId) => Promise<void>;
  readonly reject: (conversation: ConversationId) => Promise<void>;
  readonly leaveTalk: (conversation: ConversationId) => Promise<void>;
  readonly startTyping: (conversation: ConversationId, messageUuid: string) => Promise<void>;
  /** Whether the town took the message. */
  readonly say: (
    conversation: ConversationId,
    messageUuid: string,
    text: string,
  ) => Promise<boolean>;
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly setSpeed: (speedPermille: number) => Promise<void>;
  /** Has a broken town tried again. */
  readonly retry: () => Promise<void>;
  /** Lets go of a player who is no longer in the town. */
  readonly forgetPlayer: () => void;
}

export interface VisitorParts {
  readonly worldId: string;
  readonly api: Api;
  readonly keys: Store<WorldKeys>;
  readonly view: Store<ViewState>;
  readonly notices: Notices;
  /** An input of the player has been applied, and its outcome is on the way. */
  readonly onAnswered: () => void;
}

/** The picture is in the past: what an input has changed is seen by then. */
const PICTURE_LAG_MS = 1_500;
const KEY_REFUSED_STATUSES = new Set([401, 403]);

export function createVisitor(parts: VisitorParts): Visitor {
  const { worldId, api, keys, view } = parts;

  function keep(change: Partial<WorldKeys>): void {
    keys.set({ ...keys.get(), ...change });
  }

  function forgetPlayer(): void {
    const { player } = keys.get();
    if (player === null) return;
    keep({ player: null });
    view.set({ ...withoutPlayer(view.get(), player.id), askedGoal: null, askedPastime: null });
  }

  return {
    async join(name, look) {
      keep({ player: await api.join(worldId, name, look) });
    },
    forgetPlayer,
    ...playerActions(parts, forgetPlayer),
    ...ownerActions(parts, keep),
  };
}

type PlayerActions = Omit<Visitor, "join" | "forgetPlayer" | keyof OwnerActions>;
type OwnerActions = Pick<Visitor, "pause" | "resume" | "setSpeed" | "retry">;

function playerActions(parts: VisitorParts, forgetPlayer: () => void): PlayerActions {
  const { worldId, api, keys, view } = parts;
  const send = playerSender(parts, forgetPlayer);
  return {
    async leave() {
      if (await send("leave", (player) => ({ player }))) forgetPlayer();
    },
    async walkTo(tile) {
      const sent = send("moveTo", (player) => ({ player, destination: tile }));
      await showUntilSeen(view, "askedGoal", tile, sent);
    },
    async begin(place, activity) {
      const sent = send("beginActivity", (player) => ({ player, place, activity }));
      await showUntilSeen(view, "askedPastime", `${place}/${activity}`, sent);
    },
    async stop() {
      await send("stopActivity", (player) => ({ player }));
    },
    async invite(invitee) {
      await send("startConversation", (player) => ({ player, invitee }));
    },
    async accept(conversation) {
      await send("acceptInvite", (player) => ({ player, conversation }));
    },
    async reject(conversation) {
      await send("rejectInvite", (player) => ({ player, conversation }));
    },
    async leaveTalk(conversation) {
      await send("leaveConversation", (player) => ({ player, conversation }));
    },
    async startTyping(conversation, messageUuid) {
      const { player } = keys.get();
      if (player === null) return;
      const args = { player: player.id, conversation, messageUuid };
      // Typing is a courtesy: a message may be sent without, and someone else may be typing now.
      await api.send(worldId, "startTyping", args, player.key).catch(() => undefined);
    },
    say: (conversation, messageUuid, text) =>
      send("finishSendingMessage", (player) => ({ player, conversation, messageUuid, text })),
  };
}

/** Shows what was asked for until the picture has caught up with the answer. */
async function showUntilSeen<Part extends "askedGoal" | "askedPastime">(
  view: Store<ViewState>,
  part: Part,
  asked: NonNullable<ViewState[Part]>,
  sent: Promise<boolean>,
): Promise<void> {
  const forget = (): void => {
    if (view.get()[part] === asked) view.set({ ...view.get(), [part]: null });
  };
  view.set({ ...view.get(), [part]: asked });
  if (await sent) setTimeout(forget, PICTURE_LAG_MS);
  else forget();
}

type SendAsPlayer = <Name extends InputName>(
  name: Name,
  argsFor: (player: PlayerId) => InputArgs[Name],
) => Promise<boolean>;

/** Sends inputs of the own player; answers whether the town took them. */
function playerSender(parts: VisitorParts, forgetPlayer: () => void): SendAsPlayer {
  const { worldId, api, keys, notices, onAnswered } = parts;
  return async (name, argsFor) => {
    const { player } = keys.get();
    if (player === null) return false;
    try {
      await api.send(worldId, name, argsFor(player.id), player.key);
      onAnswered();
      return true;
    } catch (error) {
      if (isKeyRefused(error)) forgetPlayer();
      notices.fail(error);
      return false;
    }
  };
}

function ownerActions(
  { worldId, api, keys, notices }: VisitorParts,
  keep: (change: Partial<WorldKeys>) => void,
): OwnerActions {
  async function send<Name extends InputName>(name: Name, args: InputArgs[Name]): Promise<void> {
    const { owner } = keys.get();
    if (owner === null) return;
    try {
      await api.send(worldId, name, args, owner);
    } catch (error) {
      if (isKeyRefused(error)) keep({ owner: null });
      notices.fail(error);
    }
  }

  return {
    pause: () => send("pause", {}),
    resume: () => send("resume", {}),
    async retry() {
      const { owner } = keys.get();
      if (owner !== null) await api.retry(worldId, owner).catch(notices.fail);
    },
    setSpeed: (speedPermille) => send("setSpeed", { speedPermille }),
  };
}

function isKeyRefused(error: unknown): boolean {
  return error instanceof Problem && KEY_REFUSED_STATUSES.has(error.details.status);
}
