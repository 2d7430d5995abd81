/** Every text of the page in German. */

import type { Texts } from "./english";
import { germanKeyring } from "./germanKeyring";
import { germanMind } from "./germanMind";
import { germanStates } from "./germanStates";

export const german: Texts = {
  language: "de",
  languages: { label: "Sprache", en: "English", de: "Deutsch" },
  name: "Everbrook",
  titleOf: (town) => `${town} · Everbrook`,
  loading: "Lädt",
  close: "Schließen",
  finding: "Sucht den Weg in die Stadt …",
  unrolling: "Entrollt die Karte …",
  painting: "Streicht die Häuser …",
  lookingForPeople: "Hält Ausschau nach den Leuten …",
  someone: "jemand",
  unknownPerson: "Jemand",

  count: (number) => number.toLocaleString("de"),
  dollars: (dollars, digits) =>
    dollars.toLocaleString("de", { style: "currency", currency: "USD", minimumFractionDigits: digits, maximumFractionDigits: digits }),
  dayOf: (day) => `Tag ${day}`,
  momentOf: (day, hour) => `Tag ${day}, ${hour}`,

  bar: {
    people: (number) => (number === 1 ? "Person" : "Leute"),
    town: "Stadt",
    clock: "Die Uhr der Stadt",
    goOn: "Zeit weiterlaufen lassen",
    stop: "Zeit anhalten",
    speed: "Tempo der Zeit",
    times: (factor) => `${String(factor).replace(".", ",")}×`,
    slowDown: "So schnell wie das Leben",
  },

  map: {
    label: "Karte der Stadt",
    controls: "Karte",
    zoomIn: "Näher heran",
    zoomInKey: "Näher heran (+)",
    zoomOut: "Weiter weg",
    zoomOutKey: "Weiter weg (−)",
    follow: "Folgen",
    followKey: "Folgen (F)",
    inside: (people) => `${people} drinnen`,
    plate: (place, people) => (people === 0 ? place : `${place} · ${people} drinnen`),
  },

  feed: {
    title: "Was gerade geschieht",
    talking: (one, other) => `${one} und ${other} reden miteinander`,
    talked: (one, other) => `${one} und ${other} haben geredet`,
    came: (name) => `${name} ist in die Stadt gekommen`,
    went: (name) => `${name} hat die Stadt verlassen`,
    quote: (line) => `„${line}“`,
    goThere: "Hingehen",
    goThereTo: (title) => `Hingehen: ${title}`,
    announce: (title) => `${title}.`,
  },

  welcome: {
    title: "Willkommen in der Stadt",
    clickPeople: "Klicke jemanden an, um zu lesen, wer das ist, und um zuzuhören.",
    tapPeople: "Tippe jemanden an, um zu lesen, wer das ist, und um zuzuhören.",
    pointAtRoofs: "Zeige auf ein Haus: Sein Dach öffnet sich.",
    tapRoofs: "Tippe auf ein Haus: Sein Dach öffnet sich.",
    drag: "Ziehe die Karte, um dich umzusehen; drehe das Rad, um näher zu kommen.",
    pinch: "Ziehe die Karte, um dich umzusehen; mit zwei Fingern kommst du näher.",
    comeIn: "Komm selbst in die Stadt, geh umher und rede mit den Leuten.",
    done: "Verstanden",
  },

  missed: {
    title: "Während du fort warst",
    since: (moment) => `Zuletzt hast du hereingesehen: ${moment}. Seitdem ist die Stadt weitergegangen.`,
    tell: "Was wurde gesagt?",
    nothing: "Seitdem hat niemand geredet.",
    close: "Schließen",
  },

  help: {
    title: "Was du tun kannst",
    open: "Hilfe",
    openKey: "Hilfe (?)",
    keys: "Mit der Tastatur",
    shortcuts: [
      { keys: "← ↑ ↓ →", does: "Sich umsehen" },
      { keys: "+ −", does: "Näher heran, weiter weg" },
      { keys: "F", does: "Der Person folgen, die du ansiehst" },
      { keys: "Esc", does: "Schließen, was obenauf liegt" },
      { keys: "Tab", does: "Von Knopf zu Knopf gehen" },
      { keys: "?", does: "Diese Seite zeigen" },
    ],
  },

  sheets: {
    people: "Leute",
    person: "Person",
    voice: "Stimme",
    backToPeople: "Leute",
    close: (label) => `${label} schließen`,
    peopleTitle: "Wer in der Stadt ist",
    voiceTitle: "Wer für die Leute spricht",
  },

  people: {
    search: "Nach Namen suchen",
    nobody: "Noch ist niemand da.",
    noSuch: "Niemand heißt so.",
    you: "du",
    visitor: "zu Besuch",
  },

  person: {
    gone: "Diese Person hat die Stadt verlassen.",
    life: "Leben",
    mind: "Gedanken",
    talkTo: (name) => `Mit ${name} reden`,
    follow: "Folgen",
    following: "Wird begleitet",
    talkingWith: "Im Gespräch mit {partner}",
    outside: "Unterwegs",
    at: (place) => `Hier: ${place}`,
    thingsAt: (place) => `Was es hier gibt: ${place}`,
    thinking: "Überlegt …",
    thoughtIsLate: "Überlegt noch immer …",
    visitor: "Für eine Weile zu Besuch.",
    livesAt: (place) => `Wohnt hier: ${place}.`,
    worksAt: (place) => `Arbeitet hier: ${place}.`,
    livesAndWorks: (home, work) => `Wohnt hier: ${home}. Arbeitet hier: ${work}.`,
    character: "Wesen",
    wants: "Wünscht sich",
    worries: "Sorgt sich",
    interests: "Liebt",
    knows: "Kennt",
    usualDay: "Ein gewöhnlicher Tag",
    talksBefore: "Frühere Gespräche",
    leafing: "Blättert im Tagebuch …",
    noTalks: "Noch keine.",
    olderTalks: "Ältere Gespräche",
    tryAgain: "Noch einmal versuchen",
    talkWith: (name) => `Mit ${name}`,
  },

  doing: {
    talkingWith: (partner) => `Redet mit ${partner}`,
    walkingOverTo: (partner) => `Geht zu ${partner} hinüber`,
    walking: "Geht umher",
    walkingTo: (place) => `Auf dem Weg: ${place}`,
    lookingAround: "Sieht sich um",
    moment: "Hält kurz inne",
  },

  talk: {
    label: "Gespräch",
    removed: "Was hier gesagt wurde, ist entfernt worden.",
    isWriting: "schreibt",
    emotions: {
      calm: "ruhig",
      glad: "froh",
      sad: "traurig",
      angry: "verärgert",
      afraid: "ängstlich",
      surprised: "überrascht",
    },
  },

  chat: {
    with: (name) => `Gespräch mit ${name}`,
    leave: "Gespräch beenden",
    neverMind: "Doch nicht",
    hasGone: (name) => `${name} ist gegangen`,
    waitingFor: (name) => `Wartet auf die Antwort von ${name} …`,
    walkingUp: (name) => `${name} und du geht aufeinander zu …`,
    sayTo: (name) => `Etwas zu ${name} sagen`,
    say: "Sagen",
    charactersLeft: (number) => `noch ${number} Zeichen`,
    charactersTooMany: (number) => `${number} Zeichen zu viel`,
  },

  invitation: {
    label: "Einladung",
    text: "{name} möchte mit dir reden.",
    yes: "Gern",
    no: "Jetzt nicht",
  },

  dock: {
    title: "Du in der Stadt",
    comeIn: "In die Stadt kommen",
    onYourWay: "Auf dem Weg in die Stadt …",
    you: (name) => `Du, ${name}`,
    leave: "Stadt verlassen",
    stop: "Aufhören",
    wakeUp: "Aufwachen",
    pastimesAt: (place) => `Was man hier tun kann: ${place}`,
    taken: (object) => `Hier ist gerade jemand anderes: ${object}`,
    walkToPlace: "Zu einem Ort gehen",
    walkTo: "Hingehen …",
  },

  join: {
    title: "In die Stadt kommen",
    about: "Geh unter die Leute und rede mit ihnen. Mehr als ein Name ist nicht nötig.",
    name: "Dein Name",
    look: "Dein Aussehen",
    enter: "Hineingehen",
    busy: "Auf dem Weg …",
    justWatch: "Nur zuschauen",
  },

  keyring: germanKeyring,

  foundation: {
    title: "Noch gibt es keine Stadt",
    which: "Welche möchtest du gründen?",
    people: (number) => `${number} Leute.`,
  },

  notices: {
    dismiss: "Weg damit",
    goneHome: "Du bist nicht mehr in der Stadt: Wer lange nichts tut, geht nach Hause.",
    comeAgain: "Komm herein, wann immer du magst.",
    stoppedWalking: (reason) => `Du bist stehen geblieben: ${reason}`,
  },

  ...germanStates,
  mind: germanMind,
};
