import { below } from "../town/base";
import { useEffect, useState } from "react";

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface Sheet {
  readonly frames: Readonly<Record<string, Frame>>;
  readonly looks: readonly Look[];
}

/** A look to choose. */
export interface Look {
  readonly id: string;
  readonly description: string;
}

/** The looks that no villager has, or all where none is left. */
export function freeLooks(
  options: readonly Look[],
  players: Iterable<{ readonly look: string; readonly human: boolean }>,
): readonly Look[] {
  const worn = new Set<string>();
  for (const { look, human } of players) if (!human) worn.add(look);
  const free = options.filter(({ id }) => !worn.has(id));
  return free.length === 0 ? options : free;
}

/** How the people of the town can look. */
export interface Looks {
  readonly options: readonly Look[];
  readonly image: HTMLImageElement;
  /** Somebody standing, seen from the front. */
  readonly standing: (look: string) => Frame | null;
}

const STANDING = "/down/0";
const RETRY_MS = 3_000;

let loading: Promise<Looks> | null = null;

/** The looks, or null while they load. */
export function useLooks(): Looks | null {
  const [looks, setLooks] = useState<Looks | null>(null);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      loading ??= loadLooks();
      loading.then(
        (loaded) => {
          if (!isGone) setLooks(loaded);
        },
        () => {
          loading = null;
          if (!isGone) timer = setTimeout(ask, RETRY_MS);
        },
      );
    };
    ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  return looks;
}

async function loadLooks(): Promise<Looks> {
  const image = new Image();
  image.src = below("/art/people.png").href;
  const [response] = await Promise.all([fetch(below("/art/people.json")), image.decode()]);
  if (!response.ok) throw new Error(`people.json answered ${response.status}`);
  const sheet = (await response.json()) as Sheet;
  return { options: sheet.looks, image, standing: (look) => sheet.frames[`${look}${STANDING}`] ?? null };
}
