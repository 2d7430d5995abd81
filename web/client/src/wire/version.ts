/** Whether this page is of the version that the world is of. */

import { RULES } from "./generated/values";
import type { RulesName } from "./types";

/**
 * Whether a world runs on another version of the rules that a page was made for, so that it would be drawn wrongly.
 * Rules of another name are a fork's: what they share with the town is as the page knows it.
 */
export function isOutdated(world: RulesName, page: RulesName = RULES): boolean {
  return world.name === page.name && world.version !== page.version;
}
