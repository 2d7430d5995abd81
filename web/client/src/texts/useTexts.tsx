import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from "react";
import { type Texts, english } from "./english";
import { type Language, keepLanguage, loadTexts } from "./languages";

interface Spoken {
  readonly texts: Texts;
  readonly choose: (language: Language) => void;
}

const TextsContext = createContext<Spoken>({ texts: english, choose: () => undefined });

/** Every text of the page, in the visitor's language. */
export function useTexts(): Texts {
  return useContext(TextsContext).texts;
}

export function useChooseLanguage(): (language: Language) => void {
  return useContext(TextsContext).choose;
}

export interface SpeakingProps {
  readonly first: Texts;
  readonly children: ReactNode;
}

/** Gives its children the texts, at first those given. */
export function Speaking({ first, children }: SpeakingProps) {
  const [texts, setTexts] = useState(first);
  useEffect(() => {
    document.documentElement.lang = texts.language;
  }, [texts]);
  const spoken = useMemo(() => {
    const choose = (language: Language): void => {
      keepLanguage(language);
      void loadTexts(language).then(setTexts);
    };
    return { texts, choose };
  }, [texts]);
  return <TextsContext value={spoken}>{children}</TextsContext>;
}

/** A text whose `{names}` are replaced by what is given for them. */
export function Fill({
  text,
  ...parts
}: { readonly text: string } & Readonly<Record<string, ReactNode>>) {
  return text.split(/\{(\w+)\}/).map((piece, place) =>
    // Every other piece is a name; pieces have no identity but their place.
    // oxlint-disable-next-line react/no-array-index-key
    place % 2 === 0 ? piece : <span key={place}>{parts[piece]}</span>,
  );
}
