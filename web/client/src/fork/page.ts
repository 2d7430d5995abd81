/**
 * What a fork's own module is given to show what it adds to the town: docs/FORKS.md. It is plain JavaScript in the fork's
 * folder, so the page is not built anew for it, and what it is given here stays as it is.
 */

/** Something that happened in the world, as docs/WIRE.md has it. */
export interface ForkEvent {
  readonly kind: string;
  readonly subject: string;
  readonly atMs: number;
  readonly body: unknown;
}

/** The moment that is shown now, a little in the past. */
export interface Moment {
  /** World time. */
  readonly nowMs: number;
  /** The ids of the entities of a kind. */
  ids(kind: string): readonly string[];
  /** What is known of an entity, or undefined. */
  entity(kind: string, id: string): unknown;
  /** The value of a column of a table's row at this moment, between ticks too; null where there is none. */
  column(table: string, id: string, column: string): number | null;
}

export interface ForkPage {
  /** A place on the screen, for whatever a fork puts into it. */
  readonly corner: HTMLElement;
  /** Tells the visitor something for a while. */
  tell(text: string): void;
  /** Calls back with each event of a kind, when it is shown. */
  onEvent(kind: string, hear: (event: ForkEvent) => void): void;
  /** Calls back for each picture that is drawn. */
  onMoment(show: (moment: Moment) => void): void;
}

/** What a fork's module exports. */
export type BeginFork = (page: ForkPage) => void;
