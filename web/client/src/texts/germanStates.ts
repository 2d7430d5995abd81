/** How fresh the picture is, and what goes wrong, in German. */

import type { Texts } from "./english";

type StateTexts = Pick<Texts, "states" | "behind" | "waiting" | "away" | "gone" | "outdated" | "failures">;

/** What the rules answer to what a visitor can ask for; the server speaks English. */
const REFUSALS: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/^you are talking; leave/, "Du bist im Gespräch. Beende es, bevor du weggehst."],
  [/^you are in a conversation( already)?; leave/, "Du bist im Gespräch. Beende es zuerst."],
  [/^(.+) is in a conversation already/, "$1 redet schon mit jemandem. Versuche es danach noch einmal."],
  [/^you can't talk with yourself/, "Mit dir selbst kannst du nicht reden."],
  [/^you are asleep/, "Du schläfst. Wache zuerst auf."],
  [/^you are not at (.+); walk there first/, "Du bist nicht dort: $1. Geh zuerst hin."],
  [/^you are not busy with anything/, "Du tust gerade nichts."],
  [/^the (.+) is taken/, "Da ist gerade jemand: $1. Versuche es, wenn Platz ist."],
  [/^(.+) is writing; wait/, "$1 schreibt gerade. Warte, bis es gesagt ist."],
  [/is blocked; nobody can stand there/, "Dort kann niemand stehen."],
  [/is off the map/, "Das liegt außerhalb der Karte."],
  [/^there is no way to/, "Dorthin führt kein Weg."],
  [/^this invite is answered already/, "Diese Einladung ist schon beantwortet."],
  [/^the two of you have not met yet/, "Ihr steht noch nicht beieinander. Redet, wenn ihr euch getroffen habt."],
  [/^somebody called (.+) is here already/, "Hier heißt schon jemand $1. Wähle einen anderen Namen."],
  [/^a name needs/, "Ein Name braucht mindestens einen Buchstaben."],
  [/^a message needs/, "Sage mindestens ein Zeichen, das man sehen kann."],
  [/^\d+ visitors are here already/, "Es sind schon so viele zu Besuch, wie hineinpassen. Versuche es später."],
  [/^the town is full/, "Die Stadt ist voll. Versuche es, wenn jemand gegangen ist."],
];

function refusal(text: string): string {
  for (const [pattern, german] of REFUSALS) {
    const found = pattern.exec(text);
    if (found !== null) return german.replace("$1", found[1] ?? "");
  }
  return `Das ging nicht. Der Server sagt dazu: „${text}“`;
}

export const germanStates: StateTexts = {
  states: {
    connecting: { label: "Verbindet …", why: "Wartet auf das erste Bild der Stadt." },
    live: { label: "Live", why: "Du siehst die Stadt, wie sie jetzt ist." },
    paused: {
      label: "Pause",
      act: "Weiter",
      why: "Die Uhr der Stadt ist angehalten: Niemand rührt sich, bis sie weiterläuft.",
    },
    resting: {
      label: "Ruht",
      why: "Die Stadt schlief, solange niemand da war. Jetzt, da du hier bist, erwacht sie.",
    },
    stopped: {
      label: "Steht still",
      why: "Kein Rechner lässt diese Stadt gerade laufen. Sie geht von hier aus weiter, sobald einer es tut.",
    },
    late: {
      label: "Bild verspätet",
      why: "Der Server kann die Stadt gerade nicht lesen: Sie ist vielleicht ohne dieses Bild weitergegangen.",
    },
    gone: { label: "Fort", why: "Diese Stadt gibt es nicht mehr." },
    outdated: {
      label: "Veraltet",
      why: "Die Stadt hat sich geändert, seit diese Seite geladen wurde; lade sie neu.",
    },
    broken: {
      label: "Kaputt",
      why: "Die Stadt steht still, weil etwas in ihren Regeln fehlgeschlagen ist. Wem sie gehört, kann es noch einmal versuchen lassen.",
      reason: (reason) => `Was fehlgeschlagen ist: ${reason}`,
      retry: "Noch einmal versuchen",
    },
    disconnected: {
      label: "Verbindet neu …",
      in: (seconds) => `Verbindet neu in ${seconds} s`,
      why: "Die Leitung zur Stadt ist unterbrochen. Du siehst sie, wie sie war; es geht von selbst weiter, wenn die Leitung wieder da ist.",
    },
  },
  behind: {
    label: (lag) => `${lag} zurück`,
    why: (speed, seconds) =>
      speed > 1
        ? `Die Stadt soll ${speed}-mal so schnell laufen wie das Leben, und das ist mehr, als ihr Rechner kann: Sie ist ${seconds} Sekunden ihrer Zeit zurück. Bei kleinerem Tempo holt sie auf.`
        : `Der Rechner der Stadt ist beschäftigt, darum ist sie ${seconds} Sekunden zurück. Sie holt auf, sobald sie kann.`,
    seconds: (seconds) => `${seconds} s`,
    minutes: (minutes) => `${minutes} min`,
  },

  waiting: {
    label: "Wartet auf Gedanken",
    why: (names) =>
      names.length === 1
        ? `${names[0]} überlegt noch, und ohne das geht die Stadt nicht weiter.`
        : `${names.length} Leute überlegen noch, und ohne sie geht die Stadt nicht weiter.`,
  },

  away: {
    title: "Die Stadt ist nicht zu erreichen",
    why: "Ihr Server antwortet nicht. Vielleicht startet er gerade, oder er ist angehalten.",
    wrong: "In der Stadt stimmt etwas nicht",
    trying: "Diese Seite versucht es alle paar Sekunden und öffnet sich von selbst.",
  },
  gone: {
    title: "Diese Stadt gibt es nicht mehr",
    why: "Jemand mit ihrem Schlüssel hat sie gelöscht.",
    others: "Sehen, welche Städte es sonst gibt",
  },
  outdated: {
    title: "Die Stadt hat eine neue Version",
    why: "Diese Seite gehört zu einer anderen Version als die Stadt; lade sie neu.",
    reload: "Neu laden",
  },

  failures: {
    unreachable: "Der Server der Stadt antwortet nicht.",
    unreachableRemedy: "Die Seite versucht es weiter; tu es gleich noch einmal.",
    noted: "Die Stadt hat dich gehört, ist aber noch nicht dazu gekommen.",
    status: (status) => `Der Server konnte das nicht (seine Antwort war ${status}).`,
    broke: (reason) => `Auf dieser Seite ist etwas kaputtgegangen: ${reason}`,
    kinds: {
      "awaits-upgrade": ["Diese Welt wartet noch auf ihre neue Fassung.", "Gleich ist es so weit; versuche es noch einmal."],
      "other-rules": ["Diese Welt hat andere Regeln als diese Stadt.", "Sieh sie dir in der Stadt an, die sie kennt."],
      "key-refused": ["Dein Schlüssel gilt hier nicht mehr.", "Komm noch einmal in die Stadt."],
      "store-unavailable": ["Die Datenbank der Stadt antwortet gerade nicht.", "Versuche es in ein paar Sekunden noch einmal."],
      "too-fast": ["Das war zu schnell hintereinander.", "Warte einen Augenblick."],
      "too-many-waiting": ["Die Stadt kommt gerade nicht hinterher.", "Warte einen Augenblick."],
      internal: ["Dem Server ist etwas misslungen.", "Versuche es noch einmal; warum, steht in seinem Protokoll."],
      "not-found": ["Das gibt es hier nicht (mehr).", ""],
      "unknown-world": ["Diese Stadt gibt es nicht (mehr).", "Sieh nach, welche es sonst gibt."],
    },
    refused: refusal,
  },
};
