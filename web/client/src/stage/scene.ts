/** The map as `GET /api/worlds/{id}/map` answers it; see docs/SCENE.md. */
export interface TownMap {
  readonly width: number;
  readonly height: number;
}
