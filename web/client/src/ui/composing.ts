/** Keys that belong to an input method, with which one writes Japanese, Chinese, Korean and others. */

/** What browsers give in the place of a key that an input method has taken. */
const TAKEN_BY_INPUT_METHOD = 229;

export interface TypedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/**
 * Whether an input method takes the key. Chrome and Firefox tell it by `isComposing`; Safari ends the composition
 * before it tells of the key that ended it, which is then known by its code alone.
 */
export function isComposing({ isComposing: composing, keyCode }: Pick<TypedKey, "isComposing" | "keyCode">): boolean {
  return composing || keyCode === TAKEN_BY_INPUT_METHOD;
}

/** Enter sends, Shift with Enter begins a line, and Enter in an input method only picks a word. */
export function isSendKey(event: TypedKey): boolean {
  return event.key === "Enter" && !event.shiftKey && !isComposing(event);
}
