import { useId } from "react";
import { LANGUAGES, type Language } from "../texts/languages";
import { useChooseLanguage, useTexts } from "../texts/useTexts";
import { Dialog } from "./Dialog";
import { Hints } from "./Hints";

/** What one can do, by hand and by keyboard, and in which language the page speaks. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { help } = useTexts();
  return (
    <Dialog title={help.title} onClose={onClose}>
      <Hints />
      <h3 className="section__title">{help.keys}</h3>
      <dl className="keys">
        {help.shortcuts.map(({ keys, does }) => (
          <div key={keys} className="keys__row">
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <LanguageChoice />
    </Dialog>
  );
}

function LanguageChoice() {
  const texts = useTexts();
  const choose = useChooseLanguage();
  const id = useId();
  return (
    <div className="language">
      <label htmlFor={id}>{texts.languages.label}</label>
      <select
        id={id}
        className="select"
        value={texts.language}
        onChange={(event) => choose(event.target.value as Language)}
      >
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {texts.languages[language]}
          </option>
        ))}
      </select>
    </div>
  );
}
