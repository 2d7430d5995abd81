"""What is stored of a body: the columns of its row in the table of walkers."""

import numpy as np

from engine.columns import Column, Interpolation
from town.bodies.constants import POSITION_TOLERANCE_UNITS

WALKER_COLUMNS = {
    # Where a body is, in units: what viewers replay. It follows from the rest (`town.bodies.movement.motion`).
    "x": Column(np.int32, Interpolation.LINEAR, POSITION_TOLERANCE_UNITS, derived=True),
    "y": Column(np.int32, Interpolation.LINEAR, POSITION_TOLERANCE_UNITS, derived=True),
    "facing": Column(np.int8, Interpolation.HOLD, least=0, most=3),
    "speed": Column(np.int32, Interpolation.HOLD, least=0),
    # The tile it holds: the one it stands on, or the end of the leg it is on. Nobody else may hold it.
    "tile_x": Column(np.int32, least=0),
    "tile_y": Column(np.int32, least=0),
    # Since when it walks without a stop, and how far (units) it will have come when the present leg ends.
    "run_from_ms": Column(np.int64, least=0),
    "leg_end_units": Column(np.int64, least=0),
    # When to plan the way to the destination (0: not), and after when the walk is given up (0: not planned yet).
    "plan_at_ms": Column(np.int64, least=0),
    "give_up_at_ms": Column(np.int64, least=0),
}
