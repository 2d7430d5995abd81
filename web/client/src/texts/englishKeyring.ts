/** The English texts of keys, of links that give some, and of how the page reaches its town. */

export const englishKeyring = {
  button: "Keys",
  title: "My worlds and keys",
  about: "What this browser may do here. Whoever has a key may do what it opens.",
  operator: "You hold an operator's key: it opens every world here, and founds more.",
  none: "No key yet: you watch, as anybody may.",
  owned: "which you own",
  visited: "where you are a visitor",
  field: "A key",
  take: "Take it in",
  takeFile: "Take in keys from a file",
  save: "Save all keys as a file",
  found: "Found another world",
  linked: "This browser now holds this town's keys: you can found worlds, and do all that an owner can.",
  good: "Good",
  opens: {
    operator: () => "This is an operator's key: it opens all worlds of this town, and founds more.",
    owner: (world: string) => `This is an owner's key of the world ${world}.`,
    "co-owner": (world: string) => `This is a co-owner's key of the world ${world}.`,
    player: (world: string, player: string) => `This is the key of the player ${player} in the world ${world}.`,
    viewer: (world: string) => `This key is for watching the world ${world}.`,
  },
  unusable: {
    empty: "There is no key in this.",
    notOne: "A key is one word, without blanks.",
    notKeyring: "This file is no keyring of Everbrook.",
  },
  detour: {
    events: "WebSockets do not pass between this page and its town, so it goes on with server-sent events.",
    held: "Something between this page and its town holds back what the town sends.",
    eventsRemedy: "Who runs the proxy lets them pass: docs/PROXIES.md says how.",
    heldRemedy: "Who runs the proxy switches its buffering off: docs/PROXIES.md says how.",
  },
};
