/** Knows which world time belongs to which play time, for the steps that are still to be shown. */

interface Span {
  readonly toPlayMs: number;
  readonly toWorldMs: number;
}

export class PlayMap {
  private passed: Span;
  private ahead: Span[] = [];

  /** Play time 0 is this world time. */
  constructor(worldMs: number) {
    this.passed = { toPlayMs: 0, toWorldMs: worldMs };
  }

  get headPlayMs(): number {
    return (this.ahead.at(-1) ?? this.passed).toPlayMs;
  }

  get headWorldMs(): number {
    return (this.ahead.at(-1) ?? this.passed).toWorldMs;
  }

  /** Adds a step that ends at a world time and takes so much play time. */
  extend(toWorldMs: number, playMs: number): void {
    this.ahead.push({ toPlayMs: this.headPlayMs + playMs, toWorldMs });
  }

  /** The world time at a play time, which must not fall from call to call: the past is forgotten. */
  worldAt(playMs: number): number {
    let next = this.ahead[0];
    while (next !== undefined && next.toPlayMs <= playMs) {
      this.passed = next;
      this.ahead.shift();
      next = this.ahead[0];
    }
    const { toPlayMs, toWorldMs } = this.passed;
    if (next === undefined) return toWorldMs;
    const part = (playMs - toPlayMs) / (next.toPlayMs - toPlayMs);
    return toWorldMs + part * (next.toWorldMs - toWorldMs);
  }
}
