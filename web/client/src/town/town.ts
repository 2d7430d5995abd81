/** A town one watches: what is known of it, how fresh that is, and what one can do there. */

import type { ForkHost } from "../fork/host";
import type { Rect } from "../stage/rects";
import type { Stage } from "../stage/types";
import type { PlayerId } from "../wire/types";
import type { Camera } from "./camera";
import type { Texts } from "../texts/english";
import type { Api } from "./http";
import type { WorldKeys } from "./keys";
import type { LiveState } from "./live";
import type { TownState } from "./model";
import type { Minds } from "./minds";
import type { Notices } from "./notices";
import type { Store } from "./store";
import type { PlacedMap } from "./places";
import type { ViewState } from "./view";
import type { Visitor } from "./visitor";
import type { LinesInWriting } from "./writing";

/** The moment shown, a little in the past; renewed a few times a second. */
export interface Instant {
  readonly nowMs: number;
  /** 0 to 1440. */
  readonly minuteOfDay: number;
  readonly day: number;
}

export interface Town {
  readonly worldId: string;
  readonly api: Api;
  readonly minds: Minds;
  readonly state: Store<TownState>;
  readonly instant: Store<Instant>;
  readonly live: Store<LiveState>;
  readonly map: Store<PlacedMap | null>;
  readonly keys: Store<WorldKeys>;
  readonly view: Store<ViewState>;
  /** The lines being written at the moment shown. */
  readonly writing: Store<LinesInWriting>;
  /** In the language that the visitor reads. */
  readonly texts: Store<Texts>;
  /** What of the stage lies under other parts of the page. */
  readonly bars: Store<readonly Rect[]>;
  readonly notices: Notices;
  readonly visitor: Visitor;
  readonly camera: Camera;
  /** What shows that the world is of a fork. */
  readonly fork: ForkHost;
  /** Begins to listen and to draw; answers with how to end that. */
  readonly open: () => () => void;
  /** Gives the stage to draw on, or null when it goes. */
  readonly attachStage: (stage: Stage | null) => void;
  /** Brings a person to the middle of the screen. */
  readonly lookAt: (player: PlayerId) => void;
}
