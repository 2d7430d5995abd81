/** Every text of the page in English; the other languages have the same shape. */

import { englishKeyring } from "./englishKeyring";
import { englishMind } from "./englishMind";
import { englishStates } from "./englishStates";

const count = (number: number): string => number.toLocaleString("en");

export const english = {
  language: "en",
  languages: { label: "Language", en: "English", de: "Deutsch" },
  name: "Everbrook",
  titleOf: (town: string) => `${town} · Everbrook`,
  loading: "Loading",
  close: "Close",
  finding: "Finding the way to town…",
  unrolling: "Unrolling the map…",
  painting: "Painting the houses…",
  lookingForPeople: "Looking for the people…",
  someone: "someone",
  unknownPerson: "Someone",

  count,
  dollars: (dollars: number, digits: number) =>
    dollars.toLocaleString("en", { style: "currency", currency: "USD", minimumFractionDigits: digits, maximumFractionDigits: digits }),
  dayOf: (day: number) => `Day ${day}`,
  momentOf: (day: number, hour: string) => `Day ${day}, ${hour}`,

  bar: {
    people: (number: number): string => (number === 1 ? "person" : "people"),
    town: "Town",
    clock: "The town's clock",
    goOn: "Let time go on",
    stop: "Stop time",
    speed: "Speed of time",
    times: (factor: number) => `${factor}×`,
    slowDown: "As fast as life",
  },

  map: {
    label: "Map of the town",
    controls: "Map",
    zoomIn: "Zoom in",
    zoomInKey: "Zoom in (+)",
    zoomOut: "Zoom out",
    zoomOutKey: "Zoom out (−)",
    follow: "Follow",
    followKey: "Follow (F)",
    inside: (people: number) => `${people} inside`,
    plate: (place: string, people: number) => (people === 0 ? place : `${place} · ${people} inside`),
  },

  feed: {
    title: "What goes on",
    talking: (one: string, other: string) => `${one} and ${other} are talking`,
    talked: (one: string, other: string) => `${one} and ${other} have talked`,
    came: (name: string) => `${name} has come into town`,
    went: (name: string) => `${name} has left the town`,
    quote: (line: string) => `“${line}”`,
    goThere: "Go there",
    goThereTo: (title: string) => `Go there: ${title}`,
    announce: (title: string) => `${title}.`,
  },

  welcome: {
    title: "Welcome to town",
    clickPeople: "Click people to read who they are and to listen in.",
    tapPeople: "Tap people to read who they are and to listen in.",
    pointAtRoofs: "Point at a house: its roof opens.",
    tapRoofs: "Tap a house: its roof opens.",
    drag: "Drag the map to look around, turn the wheel to come closer.",
    pinch: "Drag the map to look around, pinch to come closer.",
    comeIn: "Come into town yourself, walk about and talk with them.",
    done: "Got it",
  },

  missed: {
    title: "While you were away",
    since: (moment: string) => `You last looked in on ${moment}. The town has gone on since.`,
    tell: "What was said?",
    nothing: "Nobody has talked since.",
    close: "Close",
  },

  help: {
    title: "What you can do",
    open: "Help",
    openKey: "Help (?)",
    keys: "By keyboard",
    shortcuts: [
      { keys: "← ↑ ↓ →", does: "Look around" },
      { keys: "+ −", does: "Come closer, go farther away" },
      { keys: "F", does: "Follow the person you look at" },
      { keys: "Esc", does: "Close what lies on top" },
      { keys: "Tab", does: "Go from button to button" },
      { keys: "?", does: "Show this page" },
    ],
  },

  sheets: {
    people: "People",
    person: "Person",
    voice: "Voice",
    backToPeople: "People",
    close: (label: string) => `Close ${label.toLowerCase()}`,
    peopleTitle: "People in town",
    voiceTitle: "Who speaks for the people",
  },

  people: {
    search: "Search by name",
    nobody: "Nobody is here yet.",
    noSuch: "Nobody of that name.",
    you: "you",
    visitor: "visitor",
  },

  person: {
    gone: "This person has left the town.",
    life: "Life",
    mind: "Mind",
    talkTo: (name: string) => `Talk to ${name}`,
    follow: "Follow",
    following: "Following",
    talkingWith: "Talking with {partner}",
    outside: "Out and about",
    at: (place: string) => `At ${place}`,
    thingsAt: (place: string) => `What there is at ${place}`,
    thinking: "Thinking…",
    thoughtIsLate: "Still thinking…",
    visitor: "A visitor, here for a while.",
    livesAt: (place: string) => `Lives at ${place}.`,
    worksAt: (place: string) => `Works at ${place}.`,
    livesAndWorks: (home: string, work: string) => `Lives at ${home}, works at ${work}.`,
    character: "Character",
    wants: "Hopes for",
    worries: "Worries about",
    interests: "Loves",
    knows: "Knows",
    usualDay: "A usual day",
    talksBefore: "Talks before",
    leafing: "Leafing through the diary…",
    noTalks: "None yet.",
    olderTalks: "Older talks",
    tryAgain: "Try again",
    talkWith: (name: string) => `With ${name}`,
  },

  doing: {
    talkingWith: (partner: string) => `Talking with ${partner}`,
    walkingOverTo: (partner: string) => `Walking over to ${partner}`,
    walking: "Walking",
    walkingTo: (place: string) => `On the way to ${place}`,
    lookingAround: "Looking around",
    moment: "Taking a moment",
  },

  talk: {
    label: "Talk",
    removed: "What was said here has been removed.",
    isWriting: "is writing",
    emotions: {
      calm: "calm",
      glad: "glad",
      sad: "sad",
      angry: "angry",
      afraid: "afraid",
      surprised: "surprised",
    },
  },

  chat: {
    with: (name: string) => `Talk with ${name}`,
    leave: "Leave talk",
    neverMind: "Never mind",
    hasGone: (name: string) => `${name} has gone`,
    waitingFor: (name: string) => `Waiting for ${name} to answer…`,
    walkingUp: (name: string) => `You and ${name} are walking up to each other…`,
    sayTo: (name: string) => `Say something to ${name}`,
    say: "Say",
    charactersLeft: (number: number) => `${number} characters left`,
    charactersTooMany: (number: number) => `${number} characters too many`,
  },

  invitation: {
    label: "Invitation",
    text: "{name} would like to talk with you.",
    yes: "Gladly",
    no: "Not now",
  },

  dock: {
    title: "You in town",
    comeIn: "Come into town",
    onYourWay: "On your way into town…",
    you: (name: string) => `You, ${name}`,
    leave: "Leave town",
    stop: "Stop",
    wakeUp: "Wake up",
    pastimesAt: (place: string) => `What to do at ${place}`,
    taken: (object: string) => `Somebody else is at the ${object}`,
    walkToPlace: "Walk to a place",
    walkTo: "Walk to…",
  },

  join: {
    title: "Come into town",
    about: "Walk among the people and talk with them. Nobody asks for more than a name.",
    name: "Your name",
    look: "Your look",
    enter: "Walk in",
    busy: "On your way…",
    justWatch: "Just watch",
  },

  keyring: englishKeyring,

  foundation: {
    title: "There is no town yet",
    which: "Which one would you like to found?",
    people: (number: number) => `${number} people.`,
  },

  notices: {
    dismiss: "Dismiss",
    goneHome: "You are no longer in the town: who does nothing for a while goes home.",
    comeAgain: "Come in again whenever you like.",
    stoppedWalking: (reason: string) => `You stopped walking: ${reason}`,
  },

  ...englishStates,
  mind: englishMind,
};

/** The same texts in whatever language. */
export type Texts = typeof english;
