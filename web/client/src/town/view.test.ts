import { describe, expect, it } from "vitest";
import { UNTURNED_VIEW, closeTop, select, toggleFollow, toggleList, toggleVoice } from "./view";

describe("the view", () => {
  it("closes the person before the list beneath", () => {
    const open = select(toggleList(UNTURNED_VIEW), "p:1");
    const list = closeTop(open);
    expect(list).toMatchObject({ selected: null, isListOpen: true });
    expect(closeTop(list).isListOpen).toBe(false);
  });

  it("brings the list up from under a person", () => {
    expect(toggleList(select(UNTURNED_VIEW, "p:1"))).toMatchObject({
      selected: null,
      isListOpen: true,
    });
  });

  it("stops following whom one closes, but not somebody else", () => {
    const following = toggleFollow(select(UNTURNED_VIEW, "p:1"), null);
    expect(following.following).toBe("p:1");
    expect(select(following, null).following).toBeNull();
    const reading = select(following, "p:2");
    expect(select(reading, null).following).toBe("p:1");
  });

  it("shows the voice in the place of all else, and closes it again", () => {
    const open = toggleVoice(select(toggleList(UNTURNED_VIEW), "p:1"));
    expect(open).toMatchObject({ selected: null, isListOpen: false, isVoiceOpen: true });
    expect(toggleVoice(select(open, "p:2")).isVoiceOpen).toBe(true);
    expect(toggleVoice(open).isVoiceOpen).toBe(false);
    expect(closeTop(open).isVoiceOpen).toBe(false);
  });

  it("follows oneself when nobody is selected", () => {
    const following = toggleFollow(UNTURNED_VIEW, "p:9");
    expect(following.following).toBe("p:9");
    expect(toggleFollow(following, "p:9").following).toBeNull();
  });
});
