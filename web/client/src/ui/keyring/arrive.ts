/** Whoever comes by a link of the terminal gets its keys before the page is drawn. */

import type { Api } from "../../town/http";
import { linkToken, takeLink } from "../../town/keyring";

export type Arrived =
  /** Without a link. */
  | { readonly kind: "plainly" }
  | { readonly kind: "linked" }
  | { readonly kind: "failed"; readonly error: unknown };

export async function arrive(api: Api): Promise<Arrived> {
  const { hash, pathname, search } = location;
  if (linkToken(hash) === null) return { kind: "plainly" };
  // Out of the address first: it may be copied, and history keeps it.
  history.replaceState(null, "", pathname + search);
  try {
    await takeLink(hash, api);
    return { kind: "linked" };
  } catch (error) {
    return { kind: "failed", error };
  }
}

/** A link that is opened where the page is already is followed as well. */
export function followLinks(): void {
  addEventListener("hashchange", () => {
    if (linkToken(location.hash) !== null) location.reload();
  });
}
