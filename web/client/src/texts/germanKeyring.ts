/** Die deutschen Texte zu Schlüsseln und dazu, wie die Seite ihre Stadt erreicht. */

import type { englishKeyring } from "./englishKeyring";

export const germanKeyring: typeof englishKeyring = {
  button: "Schlüssel",
  title: "Meine Welten und Schlüssel",
  about: "Was dieser Browser hier darf. Wer einen Schlüssel hat, darf, was er öffnet.",
  operator: "Du hast einen Betreiberschlüssel: Er öffnet hier jede Welt und gründet neue.",
  none: "Noch kein Schlüssel: Du schaust zu, wie alle es dürfen.",
  owned: "die dir gehört",
  visited: "wo du zu Besuch bist",
  field: "Ein Schlüssel",
  take: "Annehmen",
  takeFile: "Schlüssel aus einer Datei annehmen",
  save: "Alle Schlüssel als Datei sichern",
  found: "Noch eine Welt gründen",
  linked: "Dieser Browser hat nun die Schlüssel dieser Stadt: Du kannst Welten gründen und alles, was ein Besitzer kann.",
  good: "Gut",
  opens: {
    operator: () => "Das ist ein Betreiberschlüssel: Er öffnet alle Welten dieser Stadt und gründet neue.",
    owner: (world) => `Das ist ein Besitzerschlüssel der Welt ${world}.`,
    "co-owner": (world) => `Das ist der Schlüssel eines Mitbesitzers der Welt ${world}.`,
    player: (world, player) => `Das ist der Schlüssel der Figur ${player} in der Welt ${world}.`,
    viewer: (world) => `Dieser Schlüssel ist zum Zuschauen in der Welt ${world}.`,
  },
  unusable: {
    empty: "Darin steht kein Schlüssel.",
    notOne: "Ein Schlüssel ist ein einziges Wort, ohne Leerzeichen.",
    notKeyring: "Diese Datei ist kein Schlüsselbund von Everbrook.",
  },
  detour: {
    events: "WebSockets kommen zwischen dieser Seite und ihrer Stadt nicht durch; es geht mit Server-Sent Events weiter.",
    held: "Etwas zwischen dieser Seite und ihrer Stadt hält zurück, was die Stadt sendet.",
    eventsRemedy: "Wer den Proxy betreibt, lässt sie durch: Wie, steht in docs/PROXIES.md.",
    heldRemedy: "Wer den Proxy betreibt, schaltet sein Puffern ab: Wie, steht in docs/PROXIES.md.",
  },
};
