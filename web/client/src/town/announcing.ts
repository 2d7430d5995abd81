/** What is read out to who cannot see the town: at most so much a minute, and then the newest. */

export const MOST_A_MINUTE = 6;
const MINUTE_MS = 60_000;

export interface Announcer {
  /** Has something to say; `subject` is what it is about: what is newer about it replaces what waits. */
  readonly tell: (subject: string, text: string) => void;
  /** What to read out now, or null. */
  readonly next: (realMs: number) => string | null;
}

export function createAnnouncer(mostAMinute = MOST_A_MINUTE): Announcer {
  const waiting = new Map<string, string>();
  let saidAt: readonly number[] = [];
  return {
    tell(subject, text) {
      waiting.delete(subject);
      waiting.set(subject, text);
      // What nobody had time to hear is no news later.
      for (const oldest of waiting.keys()) {
        if (waiting.size <= mostAMinute) break;
        waiting.delete(oldest);
      }
    },
    next(realMs) {
      saidAt = saidAt.filter((atMs) => atMs > realMs - MINUTE_MS);
      const [first] = waiting;
      if (first === undefined || saidAt.length >= mostAMinute) return null;
      waiting.delete(first[0]);
      saidAt = [...saidAt, realMs];
      return first[1];
    },
  };
}
