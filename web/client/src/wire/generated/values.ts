// Made from the server's structs: run `make wire`, edit nothing here.

export const RULES = {
  "name": "town",
  "version": 2
} as const;

export const ENTITY_KINDS = [
  "clock",
  "settings",
  "walkers",
  "players",
  "people",
  "plans",
  "agents",
  "conversations",
  "objects"
] as const;

export const MAP_KINDS = [
  "ground",
  "chunks",
  "places",
  "buildings",
  "fixtures"
] as const;

export const FRAME_KINDS = [
  "full",
  "step",
  "heartbeat",
  "draft"
] as const;
