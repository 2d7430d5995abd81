/** How light it is at each minute of the day. */

/** Red, green, blue: what each channel of the picture is multiplied by, 0 to 1. */
export type Rgb = readonly [number, number, number];

export interface Daylight {
  readonly ambient: Rgb;
  /** 0 with the lamps out, 1 with them fully lit. */
  readonly lamps: number;
}

export const MINUTES_PER_DAY = 1440;

interface Moment {
  readonly minute: number;
  readonly ambient: Rgb;
  readonly lamps: number;
}

const NIGHT: Rgb = [0.3, 0.37, 0.66];
const DAY: Rgb = [1, 1, 1];

/** In order of time; between two of them light changes evenly, and the last leads to the first. */
const MOMENTS: readonly Moment[] = [
  { minute: 0, ambient: NIGHT, lamps: 1 },
  { minute: 285, ambient: NIGHT, lamps: 1 },
  { minute: 340, ambient: [0.52, 0.5, 0.74], lamps: 0.8 },
  { minute: 385, ambient: [0.93, 0.76, 0.72], lamps: 0.25 },
  { minute: 435, ambient: [1, 0.93, 0.84], lamps: 0 },
  { minute: 510, ambient: DAY, lamps: 0 },
  { minute: 1005, ambient: DAY, lamps: 0 },
  { minute: 1080, ambient: [1, 0.92, 0.78], lamps: 0 },
  { minute: 1130, ambient: [0.98, 0.75, 0.62], lamps: 0.3 },
  { minute: 1175, ambient: [0.7, 0.54, 0.68], lamps: 0.85 },
  { minute: 1225, ambient: [0.42, 0.44, 0.7], lamps: 1 },
  { minute: 1290, ambient: NIGHT, lamps: 1 },
];

export function daylightAt(minuteOfDay: number): Daylight {
  const minute = ((minuteOfDay % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const after = MOMENTS.findIndex((moment) => moment.minute > minute);
  const from = MOMENTS.at(after === -1 ? -1 : after - 1);
  const to = MOMENTS.at(after === -1 ? 0 : after);
  if (from === undefined || to === undefined) throw new Error("a day has at least two moments");
  const span = (to.minute - from.minute + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const share = (minute - from.minute) / span;
  const blend = (a: number, b: number): number => a + (b - a) * share;
  return {
    ambient: [
      blend(from.ambient[0], to.ambient[0]),
      blend(from.ambient[1], to.ambient[1]),
      blend(from.ambient[2], to.ambient[2]),
    ],
    lamps: blend(from.lamps, to.lamps),
  };
}

/** The evening of an ordinary household; each house keeps its own hours around it. */
const WINDOWS_LIT_MINUTE = 1110;
const WINDOWS_DARK_MINUTE = 1345;
const EARLY_LIT_MINUTE = 325;
const EARLY_DARK_MINUTE = 440;
const HABIT_MINUTES = 45;
const DIMMING_MINUTES = 6;

/**
 * How brightly the windows of one building are lit, 0 to 1.
 *
 * `habit` in 0..1 belongs to the building: it moves the hours, so that a street goes dark one house
 * after the other.
 */
export function windowsLitAt(minuteOfDay: number, habit: number): number {
  const shift = (habit - 0.5) * 2 * HABIT_MINUTES;
  const evening = within(minuteOfDay, WINDOWS_LIT_MINUTE + shift, WINDOWS_DARK_MINUTE + shift);
  const morning = within(minuteOfDay, EARLY_LIT_MINUTE + shift, EARLY_DARK_MINUTE);
  return Math.max(evening, morning);
}

function within(minute: number, from: number, until: number): number {
  const inside = Math.min(minute - from, until - minute) / DIMMING_MINUTES;
  return Math.min(1, Math.max(0, inside));
}
