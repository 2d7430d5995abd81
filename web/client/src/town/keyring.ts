/** All keys of a browser together: taken in as text, as a file or by a link, and given out as a file. */

import type { OpenedByKey } from "../wire/types";
import type { Api } from "./http";
import {
  type BrowserStorage,
  type WorldKeys,
  loadKeys,
  loadOperator,
  saveKeys,
  saveOperator,
  worldsWithKeys,
} from "./keys";

const FORMAT = "everbrook-keyring-1";

/** A keyring as a file. */
interface KeyringFile {
  readonly format: typeof FORMAT;
  readonly operator: string | null;
  readonly worlds: Readonly<Record<string, WorldKeys>>;
}

/** What was taken in can be of no use. */
export class UnusableKey extends Error {
  override readonly name = "UnusableKey";
  readonly reason: "empty" | "notOne" | "notKeyring";

  constructor(reason: UnusableKey["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

export function keyringFile(storage?: BrowserStorage): string {
  const file: KeyringFile = {
    format: FORMAT,
    operator: loadOperator(storage),
    worlds: Object.fromEntries(worldsWithKeys(storage)),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Takes in a keyring's file or a single key, and tells what it opens. Throws what stands in the way. */
export async function takeIn(text: string, api: Api, storage?: BrowserStorage): Promise<OpenedByKey[]> {
  const trimmed = text.trim();
  if (trimmed === "") throw new UnusableKey("empty");
  const keys = trimmed.startsWith("{") ? keysIn(trimmed) : [trimmed];
  const opened = [];
  for (const key of keys) opened.push(await takeKey(key, api, storage));
  return opened;
}

/** The fragment `#link=TOKEN` of an address is exchanged for keys. Throws what stands in the way. */
export async function takeLink(fragment: string, api: Api, storage?: BrowserStorage): Promise<void> {
  const token = linkToken(fragment);
  if (token === null) return;
  const { operatorKey, owned } = await api.useLink(token);
  saveOperator(operatorKey, storage);
  if (owned !== null) {
    saveKeys(owned.world, { ...loadKeys(owned.world, storage), owner: owned.ownerKey }, storage);
  }
}

export function linkToken(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("link");
}

async function takeKey(key: string, api: Api, storage?: BrowserStorage): Promise<OpenedByKey> {
  if (/\s/.test(key) || key.length > 200) throw new UnusableKey("notOne");
  const opened = await api.openedBy(key);
  keep(key, opened, storage);
  return opened;
}

function keep(key: string, { role, world, subject }: OpenedByKey, storage?: BrowserStorage): void {
  if (role === "operator") saveOperator(key, storage);
  if (world === null) return;
  const keys = loadKeys(world, storage);
  if (role === "owner" || role === "co-owner") saveKeys(world, { ...keys, owner: key }, storage);
  if (subject !== null) saveKeys(world, { ...loadKeys(world, storage), player: { id: subject, key } }, storage);
}

function keysIn(text: string): string[] {
  const file = parsed(text);
  if (file?.format !== FORMAT) throw new UnusableKey("notKeyring");
  const worlds = Object.values(file.worlds ?? {});
  const keys = worlds.flatMap(({ owner, player }) => [owner, player?.key ?? null]);
  return [file.operator ?? null, ...keys].filter((key): key is string => typeof key === "string");
}

function parsed(text: string): Partial<KeyringFile> | null {
  try {
    return JSON.parse(text) as Partial<KeyringFile> | null;
  } catch {
    return null;
  }
}
