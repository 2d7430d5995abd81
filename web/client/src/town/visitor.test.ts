import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Api, InputRejected, Problem, ServerUnreachable } from "./http";
import type { WorldKeys } from "./keys";
import { createNotices } from "./notices";
import { createStore } from "./store";
import { UNTURNED_VIEW, type ViewState } from "./view";
import { createVisitor } from "./visitor";

const NO_KEYS: WorldKeys = { owner: null, player: null };
const ADA: WorldKeys = { owner: null, player: { id: "p:9", key: "secret" } };

function setUp(initial: WorldKeys, answers: Partial<Api>) {
  const keys = createStore(initial);
  const view = createStore<ViewState>(UNTURNED_VIEW);
  const notices = createNotices();
  const onAnswered = vi.fn<() => void>();
  const api = answers as Api;
  const visitor = createVisitor({ worldId: "home", api, keys, view, notices, onAnswered });
  return { keys, view, notices, onAnswered, visitor };
}

function refusal(status: number): Problem {
  return new Problem({
    type: "about:blank",
    title: "No",
    status,
    detail: "This key opens nothing here.",
    remedy: "Join again.",
  });
}

describe("createVisitor", () => {
  beforeEach(() => void vi.useFakeTimers());

  it("keeps the key that joining gives", async () => {
    const { keys, visitor } = setUp(NO_KEYS, {
      join: () => Promise.resolve({ id: "p:9", key: "secret" }),
    });
    await visitor.join("Ada", "look-01");
    expect(keys.get().player).toEqual({ id: "p:9", key: "secret" });
  });

  it("sends inputs for the own player with its key, and asks to see the outcome", async () => {
    const send = vi.fn<Api["send"]>(() => Promise.resolve(null));
    const { visitor, onAnswered } = setUp(ADA, { send });
    await visitor.invite("p:2");
    expect(send).toHaveBeenCalledWith(
      "home",
      "startConversation",
      { player: "p:9", invitee: "p:2" },
      "secret",
    );
    expect(onAnswered).toHaveBeenCalledOnce();
  });

  it("begins and stops what a place offers", async () => {
    const send = vi.fn<Api["send"]>(() => Promise.resolve(null));
    const { visitor, view } = setUp(ADA, { send });
    await visitor.begin("cafe", "drink");
    expect(view.get().askedPastime).toBe("cafe/drink");
    await visitor.stop();
    expect(send.mock.calls.map(([, name, args]) => [name, args])).toEqual([
      ["beginActivity", { player: "p:9", place: "cafe", activity: "drink" }],
      ["stopActivity", { player: "p:9" }],
    ]);
    send.mockRejectedValue(new InputRejected("The table is taken."));
    await visitor.begin("cafe", "chat");
    expect(view.get().askedPastime).toBeNull();
  });

  it("shows where one asked to walk until the picture has caught up with the answer", async () => {
    vi.useFakeTimers();
    const { visitor, view } = setUp(ADA, { send: () => Promise.resolve(null) });
    await visitor.walkTo({ x: 3, y: 4 });
    expect(view.get().askedGoal).toEqual({ x: 3, y: 4 });
    vi.runAllTimers();
    expect(view.get().askedGoal).toBeNull();
    vi.useRealTimers();
  });

  it("tells in the rules' words why an input was rejected, and stays in town", async () => {
    const { visitor, notices, keys, view } = setUp(ADA, {
      send: () => Promise.reject(new InputRejected("That tile is blocked.")),
    });
    await visitor.walkTo({ x: 3, y: 4 });
    expect(view.get().askedGoal).toBeNull();
    expect(notices.store.get()).toMatchObject([{ tidings: { kind: "failure", error: { message: "That tile is blocked." } } }]);
    expect(keys.get()).toEqual(ADA);
  });

  it("lets go of a player whose key opens nothing any more", async () => {
    const { visitor, notices, keys, view } = setUp(ADA, {
      send: () => Promise.reject(refusal(403)),
    });
    view.set({ ...view.get(), selected: "p:9", following: "p:9" });
    expect(await visitor.say("c:1", "u", "Hello")).toBe(false);
    expect(keys.get().player).toBeNull();
    expect(view.get()).toMatchObject({ selected: null, following: null });
    expect(notices.store.get()).toMatchObject([{ tidings: { error: { details: { remedy: "Join again." } } } }]);
  });

  it("keeps the player while the server is away", async () => {
    const { visitor, keys } = setUp(ADA, {
      send: () => Promise.reject(new ServerUnreachable("away")),
    });
    await visitor.leave();
    expect(keys.get()).toEqual(ADA);
  });

  it("says nothing when a typing notice fails", async () => {
    const { visitor, notices } = setUp(ADA, {
      send: () => Promise.reject(new InputRejected("Mira is typing.")),
    });
    await visitor.startTyping("c:1", "u");
    expect(notices.store.get()).toEqual([]);
  });

  it("sends the owner's inputs with the owner's key, and nothing without one", async () => {
    const send = vi.fn<Api["send"]>(() => Promise.resolve(null));
    await setUp(ADA, { send }).visitor.pause();
    expect(send).not.toHaveBeenCalled();
    await setUp({ ...ADA, owner: "own" }, { send }).visitor.setSpeed(2_000);
    expect(send).toHaveBeenCalledWith("home", "setSpeed", { speedPermille: 2_000 }, "own");
  });
});
