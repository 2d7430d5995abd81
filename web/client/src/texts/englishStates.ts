/** How fresh the picture is, and what goes wrong, in English. */

/** What the rules answer stands in lower case, without its full stop. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

export const englishStates = {
  states: {
    connecting: {
      label: "Connecting…",
      why: "Waiting for the first picture of the town.",
    },
    live: { label: "Live", why: "You see the town as it is now." },
    paused: {
      label: "Paused",
      act: "Go on",
      why: "The owner has stopped the town's clock: nobody moves until it goes on.",
    },
    resting: {
      label: "Resting",
      why: "The town slept while nobody was here. It wakes now that you are.",
    },
    stopped: {
      label: "Standing still",
      why: "No computer runs this town at the moment. It goes on from here as soon as one does.",
    },
    late: {
      label: "Picture is late",
      why: "The server cannot read the town just now: it may have gone on without this picture.",
    },
    gone: { label: "Gone", why: "This town is no more." },
    outdated: { label: "Outdated", why: "The town has changed since this page was loaded; load it again." },
    broken: {
      label: "Broken",
      why: "The town stands still, since something in its rules failed. Its owner can have it tried again.",
      reason: (reason: string) => `What failed: ${reason}`,
      retry: "Try again",
    },
    disconnected: {
      label: "Reconnecting…",
      in: (seconds: number) => `Reconnecting in ${seconds} s`,
      why: "The line to the town is cut. You see it as it was; it goes on by itself when the line is back.",
    },
  },
  behind: {
    label: (lag: string) => `Behind by ${lag}`,
    why: (speed: number, seconds: number) =>
      speed > 1
        ? `The town is to go ${speed} times as fast as life, which is more than its computer can: it lags ${seconds} seconds of its time. A lower speed lets it catch up.`
        : `The town's computer is busy, so the town lags ${seconds} seconds. It catches up as soon as it can.`,
    seconds: (seconds: number) => `${seconds} s`,
    minutes: (minutes: number) => `${minutes} min`,
  },

  waiting: {
    label: "Waiting for minds",
    why: (names: readonly string[]) =>
      names.length === 1
        ? `${names[0]} is still thinking, and the town does not go on without them.`
        : `${names.length} people are still thinking, and the town does not go on without them.`,
  },

  away: {
    title: "The town cannot be reached",
    why: "Its server does not answer. It may be starting up, or stopped.",
    wrong: "Something is wrong in town",
    trying: "This page tries again every few seconds and opens by itself.",
  },
  gone: {
    title: "This town is no more",
    why: "Somebody who holds its key has deleted it.",
    others: "See what other towns there are",
  },
  outdated: {
    title: "The town has changed its version",
    why: "This page is of another version than the town; load it again.",
    reload: "Reload",
  },

  failures: {
    unreachable: "The town's server does not answer.",
    unreachableRemedy: "This page keeps trying; do it again in a moment.",
    noted: "The town has heard you, but has not got round to it yet.",
    status: (status: number) => `The server could not do that (its answer was ${status}).`,
    broke: (reason: string) => `Something on this page broke: ${reason}`,
    /** In place of the server's words, by the kind of problem; the others are told as the server puts them. */
    kinds: {
      "key-refused": ["Your key does not open this any more.", "Come into town again."],
      "store-unavailable": ["The town's database does not answer just now.", "Try again in a few seconds."],
      "too-fast": ["That was too much at once.", "Wait a moment."],
      "too-many-waiting": ["The town has more to do than it can just now.", "Wait a moment."],
      internal: ["The server failed at that.", "Try again; its log says why."],
      "not-found": ["There is no such thing here (any more).", ""],
      "unknown-world": ["There is no such town (any more).", "See what others there are."],
    } as Readonly<Record<string, readonly [text: string, remedy: string]>>,
    refused: sentence,
  },
};
